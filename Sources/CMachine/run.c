// The table of operations, the way in and the way out.
#include "operation.h"

OPERATION(leave) {
  (void)r, (void)k, (void)g, (void)cells, (void)table;
  core->top->pc = (cm_instruction *)pc;
  core->safepoints = safepoints;
}

#define CM_EACH(X)                                                                           \
  X(CM_LEAVE, leave)                                                                         \
  X(CM_MOVE, move) X(CM_CONSTANT, constant) X(CM_SET_UNSET, set_unset)                       \
  X(CM_CHECK_SET, check_set) X(CM_SHARE, share) X(CM_GET_GLOBAL, get_global)                 \
  X(CM_SET_GLOBAL, set_global) X(CM_GET_CELL, get_cell) X(CM_SET_CELL, set_cell)             \
  X(CM_GET_CAPTURE, get_capture) X(CM_SET_CAPTURE, set_capture)                              \
  X(CM_ADD, add) X(CM_SUBTRACT, subtract) X(CM_MULTIPLY, multiply) X(CM_DIVIDE, divide)      \
  X(CM_FLOOR_DIVIDE, floor_divide) X(CM_REMAINDER, remainder)                                \
  X(CM_ADD_K, add_k) X(CM_SUBTRACT_K, subtract_k) X(CM_MULTIPLY_K, multiply_k)               \
  X(CM_DIVIDE_K, divide_k) X(CM_FLOOR_DIVIDE_K, floor_divide_k)                              \
  X(CM_REMAINDER_K, remainder_k)                                                             \
  X(CM_K_ADD, k_add) X(CM_K_SUBTRACT, k_subtract) X(CM_K_MULTIPLY, k_multiply)               \
  X(CM_K_DIVIDE, k_divide) X(CM_NEGATE, negate) X(CM_NOT, not)                         \
  X(CM_EQUAL, equal) X(CM_NOT_EQUAL, not_equal) X(CM_LESS, less)                             \
  X(CM_LESS_OR_EQUAL, less_or_equal) X(CM_GREATER, greater)                                  \
  X(CM_GREATER_OR_EQUAL, greater_or_equal)                                                   \
  X(CM_JUMP, jump) X(CM_JUMP_IF, jump_if) X(CM_JUMP_UNLESS, jump_unless)                     \
  X(CM_JUMP_IF_FALSE, jump_if_false) X(CM_JUMP_IF_SET, jump_if_set)                          \
  X(CM_JUMP_IF_INSTANCE, jump_if_instance) X(CM_JUMP_UNLESS_PLACE, jump_unless_place)        \
  X(CM_JUMP_UNLESS_EQUAL, jump_unless_equal)                                                 \
  X(CM_JUMP_UNLESS_NOT_EQUAL, jump_unless_not_equal)                                         \
  X(CM_JUMP_UNLESS_LESS, jump_unless_less)                                                   \
  X(CM_JUMP_UNLESS_LESS_OR_EQUAL, jump_unless_less_or_equal)                                 \
  X(CM_JUMP_UNLESS_GREATER, jump_unless_greater)                                             \
  X(CM_JUMP_UNLESS_GREATER_OR_EQUAL, jump_unless_greater_or_equal)                           \
  X(CM_JUMP_UNLESS_EQUAL_K, jump_unless_equal_k)                                             \
  X(CM_JUMP_UNLESS_NOT_EQUAL_K, jump_unless_not_equal_k)                                     \
  X(CM_JUMP_UNLESS_LESS_K, jump_unless_less_k)                                               \
  X(CM_JUMP_UNLESS_LESS_OR_EQUAL_K, jump_unless_less_or_equal_k)                             \
  X(CM_JUMP_UNLESS_GREATER_K, jump_unless_greater_k)                                         \
  X(CM_JUMP_UNLESS_GREATER_OR_EQUAL_K, jump_unless_greater_or_equal_k)                       \
  X(CM_FOR_LOOP, for_loop) X(CM_CALL, call) X(CM_CALL_GLOBAL, call_global)                   \
  X(CM_CALL_METHOD, call_method) X(CM_APPEND, append) X(CM_RETURN, return)                   \
  X(CM_LIST_APPEND, list_append) X(CM_GET_INDEX, get_index) X(CM_SET_INDEX, set_index)     \
  X(CM_GET_FIELD, get_field) X(CM_SET_FIELD, set_field) X(CM_OWN_ROOT, own_root)             \
  X(CM_OWN_ITEM, own_item) X(CM_REQUIRE_OBJECT, require_object)                                   \
  X(CM_FORMAT_VALUE, format_value) X(CM_JOIN_TEXTS, join_texts)

#define DECLARE(number, name) OPERATION(name);
CM_EACH(DECLARE)

#define ENTRY(number, name) [number] = {cm_op_##name},
static const struct cm_handler operations[CM_OPERATION_COUNT] = {CM_EACH(ENTRY)};

static struct cm_handler table[256] = {[0 ... 255] = {cm_op_leave}};

void cm_set_operation(uint8_t opcode, cm_operation operation) {
  table[opcode] = operations[operation];
}

void cm_run(cm_core *core) {
#if CM_IS_QUICK
  cm_frame *frame = core->top;
  cm_closure *closure = frame->closure;
  const cm_instruction *pc = frame->pc;
  table[pc->opcode].run(core, pc, frame->registers, closure->constants, closure->globals,
                        closure->cells, table, core->safepoints);
#else
  (void)core;
#endif
}
