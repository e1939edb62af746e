// Texts that are made: of short ones and ints, one behind the other.
#include <string.h>

#include "operation.h"

int cm_write_int(int64_t value, uint8_t *out) {
  uint8_t digits[CM_LONGEST_INT];
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  int first = CM_LONGEST_INT;
  do {
    digits[--first] = (uint8_t)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (value < 0) digits[--first] = '-';
  memcpy(out, digits + first, (size_t)(CM_LONGEST_INT - first));
  return CM_LONGEST_INT - first;
}

// A short text's bytes and what stands behind them, in one piece.
enum { CM_INSIDE = CM_SHORT_TEXT + 2 };

// Takes a text from the spares into the heap; there is one.
CM_INLINE cm_text *take_spare(cm_core *core, int64_t count) {
  cm_text *text = core->spares;
  core->spares = text->object.next;
  core->spare_count--;
  text->object.next = core->newest;
  core->newest = &text->object;
  core->object_count++;
  charge(core, 64 + count);
  return text;
}

OPERATION(join_texts) {
  if (!core->spares) LEAVE;
  // Room for what a last part writes, of which only the part itself counts.
  uint8_t bytes[CM_SHORT_TEXT + CM_INSIDE];
  const cm_value *parts = &r[pc->b];
  int count = 0;
  bool is_ascii = true;
  for (int place = 0; place < pc->c; place++) {
    if (parts[place].tag == CM_INT) {
      uint8_t digits[CM_INSIDE];
      int written = cm_write_int(int_of(&parts[place]), digits);
      memcpy(bytes + count, digits, sizeof digits);
      count += written;
    } else {
      if (CM_UNLIKELY(!is_object(&parts[place], CM_TEXT))) LEAVE;
      const cm_text *part = (const cm_text *)object_of(&parts[place]);
      if (part->short_count == CM_LONG_TEXT) LEAVE;
      memcpy(bytes + count, part->short_bytes, CM_INSIDE);
      count += part->short_count;
      is_ascii = is_ascii && part->is_ascii;
    }
    if (count > CM_SHORT_TEXT) LEAVE;
  }
  memset(bytes + count, 0, CM_INSIDE);
  cm_text *text = take_spare(core, count);
  memcpy(text->short_bytes, bytes, CM_SHORT_TEXT);
  text->short_count = (uint8_t)count;
  text->is_ascii = is_ascii;
  r[pc->a].bits = (uint64_t)(uintptr_t)text;
  r[pc->a].tag = CM_OBJECT;
  NEXT;
}
