// Jumps and loops.
#include "operation.h"

OPERATION(jump) { JUMP(wide_of(pc)); }

// The truth of bools, ints and `none`: else leaves.
#define TRUTH(result, x)                                         \
  bool result;                                                   \
  if (CM_LIKELY(x->tag == CM_BOOL || x->tag == CM_INT)) {        \
    result = x->bits != 0;                                       \
  } else {                                                       \
    if (x->tag != CM_NONE) LEAVE;                                \
    result = false;                                              \
  }

OPERATION(not) {
  const cm_value *x = &r[pc->b];
  TRUTH(result, x)
  set_bool(&r[pc->a], !result);
  NEXT;
}

OPERATION(jump_if) {
  const cm_value *x = &r[pc->a];
  TRUTH(result, x)
  if (!result) NEXT;
  JUMP(jump_of(pc));
}

OPERATION(jump_unless) {
  const cm_value *x = &r[pc->a];
  TRUTH(result, x)
  if (result) NEXT;
  JUMP(jump_of(pc));
}

OPERATION(jump_if_false) {
  if (r[pc->a].tag != CM_BOOL || r[pc->a].bits != 0) NEXT;
  JUMP(jump_of(pc));
}

OPERATION(jump_if_set) {
  if (r[pc->a].tag == CM_UNSET) NEXT;
  JUMP(jump_of(pc));
}

OPERATION(jump_if_instance) {
  if (!is_object(&r[pc->a], CM_INSTANCE)) NEXT;
  JUMP(jump_of(pc));
}

OPERATION(jump_unless_place) {
  if (is_object(&r[pc->a], CM_LIST) || is_object(&r[pc->a], CM_DICT)) NEXT;
  JUMP(jump_of(pc));
}

// The state of a loop over a range of ints: next item, items left, step; over a list: the list,
// next position.
OPERATION(for_loop) {
  cm_value *state = &r[pc->a];
  if (IS_PENDING) LEAVE;
  if (CM_LIKELY(state->tag == CM_INT)) {
    int64_t left = int_of(&state[1]), item = int_of(&state[0]);
    if (left == 0) NEXT;
    state[0].bits = (uint64_t)item + state[2].bits;
    state[1].bits = (uint64_t)left - 1;
    set_int(&r[pc->b], item);
  } else {
    if (!is_object(state, CM_LIST)) LEAVE;
    const cm_list *list = (const cm_list *)object_of(state);
    int64_t position = int_of(&state[1]);
    if (position >= list->count) NEXT;
    const cm_value *item = &list->base[position];
    state[1].bits = (uint64_t)position + 1;
    if (item->tag == CM_OBJECT) object_of(item)->is_shared = 1;
    set_value(&r[pc->b], item);
  }
  safepoints++;
  pc += jump_of(pc);
  NEXT;
}
