// The bytes of texts.
#pragma once
#include "operation.h"

CM_INLINE bool is_long(const cm_text *text) { return text->short_count == CM_LONG_TEXT; }

CM_INLINE int64_t count_of(const cm_text *text) {
  return is_long(text) ? text->utf8->count : text->short_count;
}

CM_INLINE uint8_t *bytes_of(const cm_text *text) {
  return is_long(text) ? (uint8_t *)(text->utf8 + 1) : (uint8_t *)text->short_bytes;
}

CM_INLINE cm_text *text_of(const cm_value *value) { return (cm_text *)object_of(value); }
