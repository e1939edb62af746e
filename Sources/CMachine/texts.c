// Texts that are made: of short ones and ints, one behind the other.
#include "texts.h"

#include <string.h>

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

// A short text of the bytes in `inside`; there is a spare.
CM_INLINE void make_text(
    cm_core *core, cm_value *out, const uint8_t inside[CM_INSIDE], int count, bool is_ascii) {
  cm_text *text = take_spare(core, count);
  memcpy(text->short_bytes, inside, CM_SHORT_TEXT);
  text->short_count = (uint8_t)count;
  text->is_ascii = is_ascii;
  out->bits = (uint64_t)(uintptr_t)text;
  out->tag = CM_OBJECT;
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
      const cm_text *part = text_of(&parts[place]);
      if (is_long(part)) LEAVE;
      memcpy(bytes + count, part->short_bytes, CM_INSIDE);
      count += part->short_count;
      is_ascii = is_ascii && part->is_ascii;
    }
    if (count > CM_SHORT_TEXT) LEAVE;
  }
  memset(bytes + count, 0, CM_INSIDE);
  make_text(core, &r[pc->a], bytes, count, is_ascii);
  NEXT;
}

// The sum of two texts. One that takes the place of the first, which nothing else holds, is written
// behind it where there is room.
OPERATION(add_texts) {
  const cm_value *x = &r[pc->b], *y = &r[pc->c];
  if (!is_object(x, CM_TEXT) || !is_object(y, CM_TEXT)) LEAVE;
  cm_text *text = text_of(x);
  const cm_text *more = text_of(y);
  int64_t count = count_of(text), added = count_of(more);
  if (pc->a == pc->b && is_long(text) && !text->object.is_shared && !text->object.is_lent &&
      (uint64_t)(count + added) <= text->utf8->doubled_capacity >> 1) {
    memcpy(bytes_of(text) + count, bytes_of(more), (size_t)added);
    text->utf8->count = count + added;
    text->is_ascii = text->is_ascii && more->is_ascii;
    text->hash = 0;
    charge(core, added);
    NEXT;
  }
  if (count + added > CM_SHORT_TEXT || is_long(text) || is_long(more) || !core->spares) LEAVE;
  uint8_t bytes[CM_SHORT_TEXT + CM_INSIDE];
  memcpy(bytes, text->short_bytes, CM_INSIDE);
  memcpy(bytes + count, more->short_bytes, CM_INSIDE);
  memset(bytes + count + added, 0, CM_INSIDE);
  make_text(core, &r[pc->a], bytes, (int)(count + added), text->is_ascii && more->is_ascii);
  NEXT;
}
