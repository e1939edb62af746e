// Registers, constants, variables.
#include "operation.h"

OPERATION(move) {
  set_value(&r[pc->a], &r[pc->b]);
  NEXT;
}

OPERATION(constant) {
  set_value(&r[pc->a], &k[wide_of(pc)]);
  NEXT;
}

OPERATION(set_unset) {
  r[pc->a].bits = 0;
  r[pc->a].tag = CM_UNSET;
  NEXT;
}

OPERATION(check_set) {
  if (CM_UNLIKELY(r[pc->a].tag == CM_UNSET)) LEAVE;
  NEXT;
}

OPERATION(share) {
  const cm_value *value = &r[pc->a];
  if (value->tag == CM_OBJECT) object_of(value)->is_shared = 1;
  NEXT;
}

OPERATION(get_global) {
  const cm_value *value = &g->values[pc->b];
  if (CM_UNLIKELY(value->tag == CM_UNSET)) LEAVE;
  set_value(&r[pc->a], value);
  NEXT;
}

// The first binding in a cell has to be noted.
OPERATION(set_global) {
  unsigned slot = pc->b;
  if (CM_UNLIKELY(g->bound_in[slot] != g->cell)) LEAVE;
  set_value(&g->values[slot], &r[pc->a]);
  NEXT;
}

CM_INLINE cm_value *cell_value(const cm_value *cell) { return &((cm_cell *)object_of(cell))->value; }

OPERATION(get_cell) {
  const cm_value *value = cell_value(&r[pc->b]);
  if (CM_UNLIKELY(value->tag == CM_UNSET)) LEAVE;
  set_value(&r[pc->a], value);
  NEXT;
}

OPERATION(set_cell) {
  set_value(cell_value(&r[pc->a]), &r[pc->b]);
  NEXT;
}

OPERATION(get_capture) {
  const cm_value *value = cell_value(&cells[pc->b]);
  if (CM_UNLIKELY(value->tag == CM_UNSET)) LEAVE;
  set_value(&r[pc->a], value);
  NEXT;
}

OPERATION(set_capture) {
  set_value(cell_value(&cells[pc->a]), &r[pc->b]);
  NEXT;
}

// Texts stay as they are, and ints are written where the parts are joined.
OPERATION(format_value) {
  const cm_value *value = &r[pc->b];
  if (pc->c != CM_ABSENT || (value->tag != CM_INT && !is_object(value, CM_TEXT))) LEAVE;
  set_value(&r[pc->a], value);
  NEXT;
}
