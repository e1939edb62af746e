extension OperationGuide {
  /// Makers, shapes and places.
  static let arrays = """
    tensor | numpy.array | g to the tensors inside
    zeros | numpy.zeros | none: it has no operand
    ones | numpy.ones | none: it has no operand
    full | numpy.full | none: it has no tensor operand
    zeros_like | numpy.zeros_like | 0: the values do not depend on x
    ones_like | numpy.ones_like | 0: the values do not depend on x
    full_like | numpy.full_like | 0: the values do not depend on x
    eye | numpy.eye | none: it has no operand
    arange | numpy.arange | none: it has no operand
    linspace | numpy.linspace | none: it has no tensor operand
    logspace | numpy.logspace | none: it has no tensor operand
    meshgrid | numpy.meshgrid, indexing "ij" | Σ g over the axes that repeat
    one_hot | torch.nn.functional.one_hot | none: labels are whole numbers
    diag | numpy.diag | g on the diagonal
    astype | numpy.ndarray.astype | g between float types
    f32 | numpy.float32 | g between float types
    f64 | numpy.float64 | g between float types
    i64 | numpy.int64 | none: it gives whole numbers
    item | numpy.ndarray.item | none: it gives a plain number
    tolist | numpy.ndarray.tolist | none: it gives plain numbers
    reshape | numpy.reshape | g in the shape of x
    ravel | numpy.ravel | g in the shape of x
    flatten | torch.flatten | g in the shape of x
    transpose | numpy.transpose | g with the axes back
    permute | torch.permute | g with the axes back
    swapaxes | numpy.swapaxes | g with the axes back
    moveaxis | numpy.moveaxis | g with the axes back
    squeeze | numpy.squeeze | g in the shape of x
    unsqueeze | torch.unsqueeze | g in the shape of x
    expand_dims | numpy.expand_dims | g in the shape of x
    concat | numpy.concatenate | g cut into parts
    stack | numpy.stack | g cut into parts
    vstack | numpy.vstack | g cut into parts
    hstack | numpy.hstack | g cut into parts
    split | torch.split, by sizes | g of the parts together
    unstack | numpy.unstack | g of the parts together
    broadcast_to | numpy.broadcast_to | Σ g over what repeats
    tile | numpy.tile | Σ g over the copies
    repeat | numpy.repeat | Σ g over the copies
    flip | numpy.flip | g flipped
    rot90 | numpy.rot90 | g turned back
    roll | numpy.roll | g rolled back
    pad | numpy.pad; "replicate" is its edge, "circular" its wrap | g inside, and Σ g over copies
    tril | numpy.tril | g in the triangle, 0 beyond
    triu | numpy.triu | g in the triangle, 0 beyond
    diagonal | numpy.diagonal | g on the diagonal
    unfold | torch.Tensor.unfold | Σ g over windows that overlap
    take | numpy.take | g added at the positions
    gather | torch.gather | g added at the positions
    scatter_add | torch.scatter_add | g; of the values g at the positions
    index_add | torch.index_add | g; of the values g at the positions
    segment_sum | jax.ops.segment_sum | g at each row's segment
    segment_mean | torch_geometric's scatter, mean | g / count at each row's segment
    segment_max | jax.ops.segment_max | g to the first of the largest
    nonzero | numpy.nonzero | none: it gives positions
    argwhere | numpy.argwhere | none: it gives positions
    """
}
