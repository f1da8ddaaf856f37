#include "generators/shrink.h"

#include <rapidcheck.h>

#include <algorithm>

#include "generators/parameter.h"

namespace assay::generators {

namespace {

std::size_t weight(const Case& one) {
  std::size_t out = 0;
  for (const CaseParam& param : one.params) {
    out += 4 + param.name.size() + param.value.size() + param.before.size();
    out += param.bind == Bind::none ? 0 : param.bind == Bind::other ? 21 : 20;
    out += param.twist == Twist::none ? 0 : 1;
  }
  for (std::uint32_t bits = one.broken; bits != 0; bits &= bits - 1) out += 8;
  out += one.clock_offset != 0 ? 8 : 0;
  out += one.unread ? 1 : 0;
  out += static_cast<std::size_t>(one.signature) + static_cast<std::size_t>(one.method) +
         static_cast<std::size_t>(one.place) + static_cast<std::size_t>(one.ask);
  return out;
}

class Children {
 public:
  Children(const spec::Operation& operation, const Case& parent)
      : operation_(operation), parent_(parent) {}

  std::vector<Case> all() {
    without_parameters();
    plainer();
    mended();
    for (std::size_t i = 0; i < parent_.params.size(); ++i) {
      valid_instead(i);
      shorter(i);
    }
    return std::move(out_);
  }

 private:
  void push(Case child) {
    if (weight(child) < weight(parent_)) out_.push_back(std::move(child));
  }

  void without_parameters() {
    for (std::size_t i = 0; i < parent_.params.size(); ++i) {
      Case child = parent_;
      child.params.erase(child.params.begin() + static_cast<std::ptrdiff_t>(i));
      push(std::move(child));
    }
  }

  void plainer() {
    Case child = parent_;
    if (child.method == Method::post) {
      child.method = Method::get;
      child.place = Place::query;
      push(child);
      child = parent_;
      child.place = Place::query;
      push(child);
    }
    child = parent_;
    if (child.signature == Signature::v3) {
      child.signature = Signature::v1;
      if (child.ask == Ask::accept_json) child.ask = Ask::json;
      push(child);
      child = parent_;
    }
    child.ask = Ask::json;
    push(child);
    child = parent_;
    child.unread = false;
    push(std::move(child));
  }

  // Values of one name must stay in ascending order, or a signature means another order.
  bool repeated(const std::string& name) const {
    return std::count_if(parent_.params.begin(), parent_.params.end(),
                         [&](const CaseParam& one) { return one.name == name; }) > 1;
  }

  void mended() {
    for (unsigned rule = 0; rule < spec::gateway_rule_count; ++rule) {
      if ((parent_.broken >> rule & 1U) == 0) continue;
      Case child = parent_;
      child.broken &= ~(1U << rule);
      push(std::move(child));
    }
    if (parent_.clock_offset == 0) return;
    Case child = parent_;
    child.clock_offset = 0;
    push(std::move(child));
  }

  void valid_instead(std::size_t index) {
    const CaseParam& param = parent_.params[index];
    if (param.bind != Bind::none) {
      if (param.bind == Bind::other) {
        Case child = parent_;
        child.params[index].bind = Bind::resource;
        push(std::move(child));
      }
      if (param.before.empty() && param.value.empty() && param.twist == Twist::none) return;
      Case child = parent_;
      child.params[index].before.clear();
      child.params[index].value.clear();
      child.params[index].twist = Twist::none;
      push(std::move(child));
      return;
    }
    if (repeated(param.name)) return;
    const auto known = operation_.find_parameter(param.name);
    if (!known || operation_.parameters[*known].role != spec::Role::plain) return;
    Case child = parent_;
    Stream draw(0);
    valid_value(operation_.parameters[*known], draw, child.params[index].value);
    push(std::move(child));
  }

  void shorter(std::size_t index) {
    const CaseParam& param = parent_.params[index];
    const std::size_t size = param.value.size();
    if (param.bind != Bind::none || size < 2 || repeated(param.name)) return;
    for (std::size_t cut = size - size / 2; cut > 0; cut /= 2) {  // half of it … one byte
      const std::size_t keep = size - cut;
      Case child = parent_;
      child.params[index].value.resize(keep);
      push(std::move(child));
      child = parent_;
      child.params[index].value.erase(0, size - keep);
      push(std::move(child));
    }
  }

  const spec::Operation& operation_;
  const Case& parent_;
  std::vector<Case> out_;
};

// The tree of all smaller cases, unfolded as it is walked.
rc::Shrinkable<Case> tree(const spec::Operation& operation, const Case& root) {
  return rc::shrinkable::shrinkRecur(root, [&operation](const Case& parent) {
    return rc::seq::fromContainer(Children(operation, parent).all());
  });
}

}  // namespace

Shrunk shrink(const spec::Operation& operation, const Case& failing,
              const std::function<bool(const Case&)>& still_fails, std::size_t budget) {
  Shrunk out;
  rc::Shrinkable<Case> here = tree(operation, failing);
  for (bool smaller = true; smaller;) {
    smaller = false;
    auto children = here.shrinks();
    for (std::uint32_t index = 0; auto child = children.next(); ++index) {
      if (out.tried == budget) break;
      ++out.tried;
      if (!still_fails(child->value())) continue;
      here = std::move(*child);
      out.path.push_back(index);
      smaller = true;
      break;
    }
  }
  out.smallest = here.value();
  return out;
}

bool follow(const spec::Operation& operation, Case& from, const ShrinkPath& path) {
  rc::Shrinkable<Case> here = tree(operation, from);
  for (const std::uint32_t index : path) {
    auto children = here.shrinks();
    rc::Maybe<rc::Shrinkable<Case>> child = children.next();
    for (std::uint32_t i = 0; child && i < index; ++i) child = children.next();
    if (!child) return false;
    here = std::move(*child);
  }
  from = here.value();
  return true;
}

}  // namespace assay::generators
