// Dicts with ints and texts as keys: as `DictTable` keeps them.
#pragma once
#include "machine.h"

// The value under a key; NULL where there is none, or `Machine` has to look.
const cm_value *cm_find(const cm_dict *dict, const cm_value *key);

// The value under a text.
const cm_value *cm_find_text(const cm_dict *dict, cm_text *key);

// The value under a text, which is looked for first at the position where the last one was.
const cm_value *cm_find_member(const cm_dict *dict, cm_text *key, int64_t *position);

// Puts a value under a text that is a key already, in a dict that nobody else sees; false, with
// nothing done, where `Machine` has to do it.
bool cm_replace(cm_dict *dict, cm_text *key, const cm_value *value);

// Puts a value under a key, in a dict that nobody else sees; false, with nothing done, where
// `Machine` has to do it.
bool cm_put(cm_core *core, cm_dict *dict, const cm_value *key, const cm_value *value);
