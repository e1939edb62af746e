// Items of lists and dicts.
#include "dicts.h"
#include "operation.h"

// The item of a list or dict; NULL where there is none, or `Machine` has to look.
CM_INLINE const cm_value *item_of(const cm_value *base, const cm_value *key) {
  if (CM_UNLIKELY(base->tag != CM_OBJECT)) return 0;
  const cm_object *object = object_of(base);
  if (CM_LIKELY(object->kind == CM_LIST)) {
    const cm_list *list = (const cm_list *)object;
    // Positions below zero count from the end.
    int64_t index = int_of(key);
    if (index < 0) index += list->count;
    if (CM_UNLIKELY(key->tag != CM_INT || (uint64_t)index >= (uint64_t)list->count)) return 0;
    return &list->base[index];
  }
  return object->kind == CM_DICT ? cm_find((const cm_dict *)object, key) : 0;
}

OPERATION(get_index) {
  const cm_value *item = item_of(&r[pc->b], &r[pc->c]);
  if (CM_UNLIKELY(!item)) LEAVE;
  set_value(&r[pc->a], item);
  NEXT;
}

OPERATION(set_index) {
  const cm_value *base = &r[pc->a], *key = &r[pc->b];
  if (CM_LIKELY(is_object(base, CM_LIST) && key->tag == CM_INT)) {
    cm_list *list = (cm_list *)object_of(base);
    int64_t index = int_of(key);
    if (CM_UNLIKELY(list->object.is_shared || list->object.is_lent ||
                    (uint64_t)index >= (uint64_t)list->count))
      LEAVE;
    set_value(&list->base[index], &r[pc->c]);
  } else {
    if (!is_object(base, CM_DICT)) LEAVE;
    if (!cm_put(core, (cm_dict *)object_of(base), key, &r[pc->c])) LEAVE;
  }
  NEXT;
}

// Appends to a list with one owner, where there is room; says whether it did.
CM_INLINE bool append(cm_core *core, const cm_value *base, const cm_value *item) {
  if (CM_UNLIKELY(!is_object(base, CM_LIST))) return false;
  cm_list *list = (cm_list *)object_of(base);
  int64_t count = list->count;
  if (CM_UNLIKELY(list->object.is_shared || list->object.is_lent || count >= list->room)) return false;
  set_value(&list->base[count], item);
  list->count = count + 1;
  list->items->count = count + 1;
  charge(core, (int64_t)sizeof(cm_value));
  return true;
}

OPERATION(append) {
  if (IS_PENDING || !append(core, &r[pc->a], &r[pc->b])) LEAVE;
  safepoints++;
  pc += jump_of(pc);
  NEXT;
}

OPERATION(list_append) {
  if (CM_UNLIKELY(!append(core, &r[pc->a], &r[pc->b]))) LEAVE;
  NEXT;
}

// MARK: fields of dicts

OPERATION(get_field) {
  const cm_value *base = &r[pc->b];
  if (!is_object(base, CM_DICT)) LEAVE;
  cm_text *name = core->top->closure->names[pc->c];
  const cm_value *value = cm_find_text((const cm_dict *)object_of(base), name);
  if (!value) LEAVE;
  set_value(&r[pc->a], value);
  NEXT;
}

OPERATION(set_field) {
  const cm_value *base = &r[pc->a];
  if (!is_object(base, CM_DICT)) LEAVE;
  cm_text *name = core->top->closure->names[pc->c];
  if (!cm_replace((cm_dict *)object_of(base), name, &r[pc->b])) LEAVE;
  NEXT;
}

// MARK: paths to what a statement changes

// Whether a value has to be copied before it is changed.
CM_INLINE bool needs_copy(const cm_value *value) {
  if (value->tag != CM_OBJECT || !object_of(value)->is_shared) return false;
  uint8_t kind = object_of(value)->kind;
  return kind == CM_LIST || kind == CM_DICT || kind == CM_TENSOR;
}

OPERATION(own_root) {
  cm_value *root = &r[pc->a];
  if (needs_copy(root)) LEAVE;
  set_bool(&root[1], is_object(root, CM_INSTANCE));
  NEXT;
}

OPERATION(own_item) {
  cm_value *child = &r[pc->a];
  const cm_value *parent = &r[pc->b];
  const cm_value *item = item_of(parent, &r[pc->c]);
  if (!item || needs_copy(item)) LEAVE;
  bool has_met_object = parent[1].bits != 0 || is_object(item, CM_INSTANCE);
  set_value(child, item);
  set_bool(&child[1], has_met_object);
  NEXT;
}

OPERATION(require_object) {
  if (r[pc->a + 1].bits == 0) LEAVE;
  NEXT;
}
