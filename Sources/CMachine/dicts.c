#include "dicts.h"

#include <string.h>

#include "texts.h"

uint64_t cm_mixed(uint64_t bits) {
  uint64_t z = bits + 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (z ^ z >> 31) >> 1;
}

int64_t cm_hash(const uint8_t *bytes, int64_t count) {
  uint64_t hash = (uint64_t)count ^ 0xcbf29ce484222325u;
  int64_t position = 0;
  for (; position + 8 <= count; position += 8) {
    uint64_t word;
    memcpy(&word, bytes + position, sizeof word);
    hash = cm_mixed(hash ^ word);
  }
  for (; position < count; position++) hash = (hash ^ bytes[position]) * 0x100000001b3u;
  uint64_t spread = cm_mixed(hash);
  return spread == 0 ? 1 : (int64_t)spread;
}

CM_INLINE int64_t hash_of_text(cm_text *text) {
  if (CM_UNLIKELY(text->hash == 0)) text->hash = cm_hash(bytes_of(text), count_of(text));
  return text->hash;
}

CM_INLINE bool is_same_text(const cm_text *a, const cm_text *b) {
  if (a == b) return true;
  if (CM_LIKELY(!is_long(a) && !is_long(b))) {
    // Bytes, zeros and the count are three words.
    uint64_t x[3], y[3];
    memcpy(x, a->short_bytes, sizeof x);
    memcpy(y, b->short_bytes, sizeof y);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2])) == 0;
  }
  int64_t count = count_of(a);
  return count == count_of(b) && memcmp(bytes_of(a), bytes_of(b), (size_t)count) == 0;
}

// Where a search ended: at an entry, or at a free place; or it is not for here.
typedef struct {
  cm_entry *entry;
  uint32_t *place;
  bool is_elsewhere;
} cm_found;

CM_INLINE cm_found search(const cm_dict *dict, const cm_value *key, int64_t hash) {
  cm_found found = {0, 0, false};
  uint32_t *places = (uint32_t *)(dict->places + 1);
  cm_entry *entries = (cm_entry *)(dict->entries + 1);
  if (dict->places->count == 0) return found;
  cm_probe probe = cm_probe_of(hash, (uint64_t)dict->places->count - 1);
  for (; places[probe.place] != 0; cm_advance(&probe)) {
    if (!cm_may_be(places[probe.place], hash, probe.mask)) continue;
    cm_entry *entry = &entries[cm_position(places[probe.place], probe.mask)];
    if (entry->hash == hash) {
      bool is_text = is_object(&entry->key, CM_TEXT);
      // A float or bool of an int's hash may be the same key.
      if (entry->key.tag != key->tag || (key->tag == CM_OBJECT && !is_text)) {
        found.is_elsewhere = true;
        return found;
      }
      if (key->tag == CM_INT ? entry->key.bits == key->bits
                             : is_same_text(text_of(&entry->key), text_of(key))) {
        found.entry = entry;
        return found;
      }
    }
  }
  found.place = &places[probe.place];
  return found;
}

CM_INLINE bool has_hash(const cm_value *key, int64_t *hash) {
  if (key->tag == CM_INT) {
    *hash = int_of(key) & INT64_MAX;
    return true;
  }
  if (!is_object(key, CM_TEXT)) return false;
  *hash = hash_of_text(text_of(key));
  return true;
}

const cm_value *cm_find(const cm_dict *dict, const cm_value *key) {
  int64_t hash;
  if (!has_hash(key, &hash)) return 0;
  cm_found found = search(dict, key, hash);
  return found.entry ? &found.entry->value : 0;
}

CM_INLINE cm_found search_text(const cm_dict *dict, cm_text *key) {
  cm_value value = {(uint64_t)(uintptr_t)key, CM_OBJECT};
  return search(dict, &value, hash_of_text(key));
}

const cm_value *cm_find_text(const cm_dict *dict, cm_text *key) {
  cm_found found = search_text(dict, key);
  return found.entry ? &found.entry->value : 0;
}

const cm_value *cm_find_member(const cm_dict *dict, cm_text *key, int64_t *position) {
  const cm_entry *entries = (const cm_entry *)(dict->entries + 1);
  if (CM_LIKELY((uint64_t)*position < (uint64_t)dict->entries->count)) {
    const cm_entry *entry = &entries[*position];
    if (entry->hash == key->hash && is_object(&entry->key, CM_TEXT) &&
        is_same_text(text_of(&entry->key), key))
      return &entry->value;
  }
  cm_found found = search_text(dict, key);
  if (!found.entry) return 0;
  *position = found.entry - entries;
  return &found.entry->value;
}

// Whether a value may be written into a dict here. One that is put into itself is copied first.
CM_INLINE bool takes(const cm_dict *dict, const cm_value *value) {
  if (dict->object.is_shared || dict->object.is_lent) return false;
  return value->tag != CM_OBJECT || object_of(value) != &dict->object;
}

bool cm_replace(cm_dict *dict, cm_text *key, const cm_value *value) {
  if (!takes(dict, value)) return false;
  cm_found found = search_text(dict, key);
  if (found.entry) set_value(&found.entry->value, value);
  return found.entry != 0;
}

bool cm_put(cm_core *core, cm_dict *dict, const cm_value *key, const cm_value *value) {
  int64_t hash;
  if (!takes(dict, value) || !has_hash(key, &hash)) return false;
  cm_found found = search(dict, key, hash);
  if (found.entry) {
    set_value(&found.entry->value, value);
    return true;
  }
  cm_array *entries = dict->entries;
  int64_t count = entries->count;
  if (!found.place || (uint64_t)count >= entries->doubled_capacity >> 1 ||
      (count + 1) * 4 > dict->places->count * 3)
    return false;
  // The dict is one more owner of a text.
  if (key->tag == CM_OBJECT) object_of(key)->is_shared = 1;
  cm_entry *entry = (cm_entry *)(entries + 1) + count;
  set_value(&entry->key, key);
  set_value(&entry->value, value);
  entry->hash = hash;
  entries->count = count + 1;
  dict->count++;
  *found.place = cm_place(count, hash, (uint64_t)dict->places->count - 1);
  charge(core, 48);
  return true;
}
