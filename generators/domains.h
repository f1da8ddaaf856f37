// The domains of single values: what each kind of parameter can be filled with.
#pragma once
#include "generators/variant.h"

namespace assay::generators {

// A text with listed values, or any text within its length.
class TextDomain {
 public:
  explicit TextDomain(const spec::Parameter& parameter);
  void enumerate(Variants& out) const;
  void valid(Stream& draw, std::string& value) const;
  void invalid(Stream& draw, std::string& value) const;

 private:
  void enumerate_lengths(Variants& out) const;

  const spec::Parameter& parameter_;
  std::vector<std::string> listed_;  // valid in every reading
  std::vector<std::string> some_;    // valid in some reading only
  spec::Range length_{0, 64};        // that every reading accepts
  bool any_ = false;                 // some reading accepts any text
};

class IntegerDomain {
 public:
  explicit IntegerDomain(const spec::Parameter& parameter);
  void enumerate(Variants& out) const;
  void valid(Stream& draw, std::string& value) const;
  void invalid(Stream& draw, std::string& value) const;

 private:
  bool always_inside(std::int64_t number) const;

  const spec::Parameter& parameter_;
  spec::Range inner_;  // inside for every reading
};

class BooleanDomain {
 public:
  explicit BooleanDomain(const spec::Parameter& parameter) : parameter_(parameter) {}
  void enumerate(Variants& out) const;
  void valid(Stream& draw, std::string& value) const;
  void invalid(Stream& draw, std::string& value) const;

 private:
  const spec::Parameter& parameter_;
};

// A region or a resource: the name that is bound when a case is addressed, and names like it.
class IdentifierDomain {
 public:
  explicit IdentifierDomain(const spec::Parameter& parameter);
  void enumerate(Variants& out) const;
  void valid(Stream& draw, std::string& value) const;    // leaves value empty: it is bound
  void invalid(Stream& draw, std::string& value) const;  // a name of nothing

  CaseParam bound() const;

 private:
  void bent(Variants& out, std::string label, std::string before, std::string after,
            Twist twist) const;

  void twice(Variants& out, std::string label, std::string before, std::string after) const;
  std::string like_example(std::string_view letters) const;

  const spec::Parameter& parameter_;
  Bind bind_;
};

static_assert(Domain<TextDomain> && Domain<IntegerDomain> && Domain<BooleanDomain> &&
              Domain<IdentifierDomain>);

}  // namespace assay::generators
