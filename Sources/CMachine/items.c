// Items of lists and dicts.
#include "dicts.h"
#include "operation.h"

OPERATION(get_index) {
  const cm_value *base = &r[pc->b], *key = &r[pc->c];
  if (CM_UNLIKELY(base->tag != CM_OBJECT)) LEAVE;
  const cm_object *object = object_of(base);
  const cm_value *item;
  if (CM_LIKELY(object->kind == CM_LIST)) {
    const cm_list *list = (const cm_list *)object;
    // Positions below zero count from the end.
    int64_t index = int_of(key);
    if (index < 0) index += list->count;
    if (CM_UNLIKELY(key->tag != CM_INT || (uint64_t)index >= (uint64_t)list->count)) LEAVE;
    item = &list->base[index];
  } else {
    if (object->kind != CM_DICT) LEAVE;
    item = cm_find((const cm_dict *)object, key);
    if (!item) LEAVE;
  }
  set_value(&r[pc->a], item);
  NEXT;
}

OPERATION(set_index) {
  const cm_value *base = &r[pc->a], *key = &r[pc->b];
  if (CM_LIKELY(is_object(base, CM_LIST) && key->tag == CM_INT)) {
    cm_list *list = (cm_list *)object_of(base);
    int64_t index = int_of(key);
    if (CM_UNLIKELY(list->object.is_shared || list->is_lent ||
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
  if (CM_UNLIKELY(list->object.is_shared || list->is_lent || count >= list->room)) return false;
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
