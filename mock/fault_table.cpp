#include "mock/fault_table.h"

#include <algorithm>

namespace assay::mock {

namespace {

using F = Fault;
using Rule = spec::GatewayRule;
using enum spec::Topic;
using Table = std::vector<BrokenClauses>;

const TargetClause first_values{&Targets::enumeration, "valid-values"};
const TargetClause second_values{&Targets::second, "valid-values"};
const TargetClause first{&Targets::enumeration, ""};
const TargetClause second{&Targets::second, ""};
const TargetClause any_integer{&Targets::integer, ""};
const TargetClause range{&Targets::integer, "range"};
const TargetClause type{&Targets::integer, "type"};

Table of_values() {
  return {{F::suffix_match, {first_values}},
          {F::substring_match, {second_values}},
          {F::space_inside_ignored, {first_values}},
          {F::control_ignored, {first_values}},
          {F::quotes_ignored, {first_values}},
          {F::decoded_twice, {first_values}},
          {F::semicolon_cut, {first_values}},
          {F::ampersand_cut, {first_values}},
          {F::full_width_accepted, {first_values}},
          {F::look_alike_accepted, {second_values}},
          {F::invisible_ignored, {first_values}},
          {F::boolean_words_accepted, {first_values}},
          {F::long_value_accepted, {first_values}},
          {F::long_value_cut, {second_values}},
          {F::title_case_accepted, {first_values}},
          {F::foreign_value_accepted, {first_values, second}},
          {F::integer_wrap_8, {range, type}},
          {F::integer_wrap_64, {range, type}},
          {F::fraction_cut, {type}},
          {F::exponent_accepted, {type}},
          {F::number_prefix_read, {type}},
          {F::hexadecimal_accepted, {type}},
          {F::minus_ignored, {range}},
          {F::foreign_digits_accepted, {type}},
          {F::out_of_range_clamped, {range, type}},
          {F::leading_zero_octal, {type}, {stored}},
          {F::longer_name_found, {{&Targets::resource, "exists"}}}};
}

// What is read of a request, and which requests are refused.
Table of_requests() {
  return {{F::first_parameter_ignored, {second_values}, {get_post, stored}},
          {F::last_parameter_ignored, {second_values}, {get_post, stored}},
          {F::query_ignored_with_form, {second_values}, {get_post, stored}},
          {F::duplicate_differs, {first_values, second_values}, {get_post, stored}},
          {F::ill_formed_text_fails, {first_values}, {temporary}},
          {F::large_form_fails, {}, {temporary, get_post}},
          {F::pair_refused, {first_values, second}},
          {F::repeated_request_refused, {first_values}, {}, {}, true},
          {F::rarely_accepted, {first_values}},
          {F::error_order_wavers, {}, {catalogue}}};
}

Table of_answers() {
  return {{F::wrong_status_value, {{&Targets::second, "status"}}},
          {F::message_trailing_space, {{&Targets::resource, "message"}}},
          {F::message_doubled, {{&Targets::second, "message"}}},
          {F::code_cut, {{&Targets::resource, "code"}}},
          {F::trace_in_message, {{&Targets::enumeration, "message"}}},
          {F::host_in_message, {{&Targets::resource, "message"}}},
          {F::code_renamed, {}, {error_shape}},
          {F::request_id_null, {}, {request_id, request_id_form}},
          {F::request_id_number, {}, {request_id_form}},
          {F::success_nested, {}, {success_shape, request_id}},
          {F::xml_root_wrong, {}, {success_shape}},
          {F::xml_error_root_wrong, {}, {error_shape}},
          {F::json_array, {}, {success_shape, request_id}},
          {F::byte_order_mark, {}, {success_shape, error_shape}},
          {F::nan_in_success, {}, {success_shape}},
          {F::trailing_text, {}, {success_shape, error_shape}},
          {F::success_empty_body, {}, {success_shape}},
          {F::xml_error_in_json, {}, {format}},
          {F::content_type_missing, {}, {content_type}},
          {F::content_type_of_errors_wrong, {}, {content_type}},
          {F::request_id_header_late, {}, {request_id_header}},
          {F::rarely_header_differs, {}, {request_id_header}},
          {F::length_short, {}, {http, success_shape, error_shape}}};
}

Table of_effects() {
  const auto row = [](F fault, std::vector<spec::EffectRule> rules) {
    BrokenClauses out{fault};
    out.effects = std::move(rules);
    return out;
  };
  using Effect = spec::EffectRule;
  return {row(F::token_not_required, {Effect::token_missing}),
          row(F::foreign_token_accepted, {Effect::token_foreign}),
          row(F::expired_token_accepted, {Effect::token_expired}),
          row(F::forwarded_token_issued, {Effect::forwarded}),
          row(F::lifetime_limit_ignored, {Effect::lifetime_invalid}),
          row(F::lifetime_wrap_32, {Effect::lifetime_invalid}),
          row(F::disabled_still_served, {Effect::disabled}),
          row(F::never_enabled_again, {Effect::served, Effect::issued})};
}

Table of_state() {
  const TargetClause last{&Targets::stored_last, "default"};
  return {{F::stored_late, {}, {stored, others_kept, refused_unchanged}, {}, true},
          {F::fields_swapped, {first, second}, {stored, observed_values}, {}, true},
          {F::second_change_lost, {}, {stored}, {}, true},
          {F::reset_after_reading, {}, {stored, others_kept, refused_unchanged}, {}, true},
          {F::old_value_after_refusal, {}, {refused_unchanged}, {}, true},
          {F::number_off_by_one, {any_integer}, {stored}, {}, true},
          {F::not_set_back, {}, {stored}, {}, true},
          {F::third_change_lost, {}, {stored}, {}, true},
          {F::lost_after_refusal, {}, {stored}, {}, true},
          {F::neighbour_shown, {}, {stored, others_kept}, {}, true},
          {F::previous_instance_changed, {}, {stored, others_kept}, {}, true},
          {F::field_shared, {last}, {stored, others_kept}, {}, true},
          {F::partial_store_on_two_errors, {}, {refused_unchanged}, {}, true},
          {F::ignored_with_integer, {second, any_integer}, {stored}, {}, true},
          {F::triple_not_stored, {first, second, any_integer}, {stored}, {}, true},
          {F::unread_change_lost, {}, {stored}, {}, true},
          {F::repetition_elsewhere_ignored, {}, {stored}, {}, true},
          {F::locked_while_last, {first, second}, {stored}, {}, true},
          {F::locked_out, {first_values}, {}, {}, true},
          {F::read_lags, {}, {stored, others_kept, refused_unchanged}, {}, true},
          {F::rarely_not_stored, {}, {stored}, {}, true}};
}

Table of_gateway() {
  return {{F::action_suffix_match, {}, {}, {Rule::action_unknown}},
          {F::signature_tail_compared, {}, {}, {Rule::signature_wrong}},
          {F::payload_not_checked, {}, {}, {Rule::payload_changed}},
          {F::signature_missing_accepted, {}, {}, {Rule::signature_missing}},
          {F::key_missing_accepted, {}, {}, {Rule::key_missing}},
          {F::nonce_missing_accepted, {}, {}, {Rule::nonce_missing}},
          {F::v1_nonce_not_checked, {}, {}, {Rule::nonce_used}},
          {F::timestamp_missing_accepted, {}, {}, {Rule::timestamp_missing}},
          {F::timestamp_malformed_accepted, {}, {}, {Rule::timestamp_malformed}},
          {F::window_doubled, {}, {}, {Rule::timestamp_expired}},
          {F::future_wavers, {}, {}, {Rule::timestamp_future}}};
}

}  // namespace

const BrokenClauses* find_broken(Fault fault) {
  static const Table all = [] {
    Table out;
    for (const Table& table :
         {of_values(), of_requests(), of_answers(), of_state(), of_gateway(), of_effects()}) {
      out.insert(out.end(), table.begin(), table.end());
    }
    return out;
  }();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const BrokenClauses& one) { return one.fault == fault; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace assay::mock
