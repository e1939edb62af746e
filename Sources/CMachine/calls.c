// Calls of script functions by position, and returns from them.
#include "dicts.h"
#include "operation.h"

// Whether a function takes `count` values by position without more care, and there is room.
CM_INLINE bool fits(
    const cm_core *core, const cm_closure *callee, const cm_value *window, int count) {
  return callee->plain_arity == count && core->top < core->last_frame &&
         window + callee->register_count <= core->clean_from;
}

// Goes on in a function that fits. IS_UNGUARDED: nothing can change its values meanwhile.
#define PUSH(callee, window, IS_UNGUARDED)                        \
  do {                                                            \
    cm_frame *frame = core->top;                                  \
    safepoints++;                                                 \
    frame->pc = (cm_instruction *)pc + 1;                         \
    frame++;                                                      \
    core->top = frame;                                            \
    r = (window);                                                 \
    k = (callee)->constants;                                      \
    g = (callee)->globals;                                        \
    cells = (callee)->cells;                                      \
    pc = (IS_UNGUARDED) ? (callee)->unguarded_code : (callee)->code; \
    frame->registers = r;                                         \
    frame->closure = (callee);                                    \
    CM_TAIL table[pc->opcode].run(CM_ARGUMENTS);                  \
  } while (0)

// Calls the first value of a window with `count` values behind it.
#define ENTER(window, count, IS_UNGUARDED)                           \
  do {                                                               \
    if (IS_PENDING || !is_object(window, CM_CLOSURE)) LEAVE;         \
    cm_closure *callee = (cm_closure *)object_of(window);            \
    if (CM_UNLIKELY(!fits(core, callee, window, count))) LEAVE;      \
    PUSH(callee, window, IS_UNGUARDED);                              \
  } while (0)

OPERATION(call) {
  cm_value *window = &r[pc->a];
  ENTER(window, pc->b, pc->c == 0);
}

OPERATION(call_global) {
  cm_value *window = &r[pc->a];
  const cm_value *callee = &g->values[pc->c];
  if (CM_UNLIKELY(callee->tag == CM_UNSET)) LEAVE;
  set_value(window, callee);
  ENTER(window, pc->b, true);
}

// The function that a variable of the method's name holds, NULL where `Machine` has to look.
CM_INLINE const cm_value *nearest_function(
    const cm_method_site *site, const cm_value *r, const cm_globals *g, const cm_value *cells) {
  const cm_value *value;
  switch (site->candidate) {
    case CM_REGISTER: value = &r[site->candidate_index]; break;
    case CM_LOCAL_CELL:
      value = &((cm_cell *)object_of(&r[site->candidate_index]))->value;
      break;
    case CM_CAPTURE: value = &((cm_cell *)object_of(&cells[site->candidate_index]))->value; break;
    case CM_GLOBAL: value = &g->values[site->candidate_index]; break;
    default: return 0;
  }
  return is_object(value, CM_CLOSURE) ? value : 0;
}

// Whether a call may mean something else than the nearest function of its name.
CM_INLINE bool may_have_methods(const cm_value *receiver, const cm_method_site *site) {
  if (receiver->tag != CM_OBJECT) return false;
  switch (object_of(receiver)->kind) {
    case CM_LIST: return site->is_type_method;
    case CM_DICT: case CM_ERROR: case CM_INSTANCE: case CM_MODULE: return true;
    default: return false;
  }
}

OPERATION(call_method) {
  cm_value *window = &r[pc->a];
  cm_method_site *site = &core->top->closure->method_sites[pc->c];
  if (!site->is_plain) LEAVE;
  int count = pc->b;
  const cm_value *receiver = &window[1];
  if (is_object(receiver, CM_DICT) && !site->is_type_method) {
    // A function that the dict keeps: the receiver is none of its arguments.
    const cm_value *member = cm_find_member(
        (const cm_dict *)object_of(receiver), site->name, &site->last_position);
    if (!member || !is_object(member, CM_CLOSURE) || IS_PENDING) LEAVE;
    cm_closure *callee = (cm_closure *)object_of(member);
    if (!fits(core, callee, window, count - 1)) LEAVE;
    // From here on nothing leaves: the window is not what it was.
    set_value(window, member);
    for (int place = 1; place < count; place++) set_value(&window[place], &window[place + 1]);
    PUSH(callee, window, false);
  }
  if (may_have_methods(receiver, site)) LEAVE;
  const cm_value *function = nearest_function(site, r, g, cells);
  if (!function) LEAVE;
  set_value(window, function);
  ENTER(window, count, false);
}

OPERATION(return) {
  cm_frame *frame = core->top;
  if (frame == core->base) LEAVE;
  set_value(r, &r[pc->a]);
  frame--;
  core->top = frame;
  const cm_closure *closure = frame->closure;
  pc = frame->pc;
  r = frame->registers;
  k = closure->constants;
  g = closure->globals;
  cells = closure->cells;
  CM_TAIL table[pc->opcode].run(CM_ARGUMENTS);
}
