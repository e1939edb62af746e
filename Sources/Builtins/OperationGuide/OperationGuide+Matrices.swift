extension OperationGuide {
  /// Matrices.
  static let matrices = """
    matmul | numpy.matmul | g bᵀ and aᵀ g
    dot | numpy.dot | g b and g a
    inner | numpy.inner | g b and gᵀ a
    outer | numpy.outer | g b and gᵀ a
    cross | numpy.cross | b × g and g × a
    einsum | numpy.einsum | the same sum with g in the operand's place
    tensordot | numpy.tensordot | the same product with g in the operand's place
    trace | numpy.trace | g on the diagonal
    kron | numpy.kron | Σ g b and Σ g a over the blocks
    block_diag | scipy.linalg.block_diag | g cut into blocks
    matrix_power | numpy.linalg.matrix_power | through the products
    expm | scipy.linalg.expm | through scaling and squaring
    inv | numpy.linalg.inv | −yᵀ g yᵀ
    pinv | numpy.linalg.pinv | Golub and Pereyra 1973, for constant rank
    solve | numpy.linalg.solve | a⁻ᵀ g to b; −(a⁻ᵀ g) yᵀ to a
    solve_triangular | scipy.linalg.solve_triangular | as solve, in the triangle
    lstsq | numpy.linalg.lstsq, the solution | through pinv
    cholesky | numpy.linalg.cholesky | Murray 2016, of the symmetric part
    qr | numpy.linalg.qr, reduced | Walter and Lehmann 2018
    svd | numpy.linalg.svd, thin | Townsend 2016; 0 between equal singular values
    svdvals | scipy.linalg.svdvals | u g vᵀ
    eigh | numpy.linalg.eigh | v (diag g + …) vᵀ; 0 between equal eigenvalues
    eigvalsh | numpy.linalg.eigvalsh | v diag(g) vᵀ
    slogdet | numpy.linalg.slogdet | g x⁻ᵀ to the logarithm, 0 to the sign
    det | numpy.linalg.det | g times the cofactors, also where singular
    matrix_rank | numpy.linalg.matrix_rank | none: it gives counts
    cond | numpy.linalg.cond, p = 2 | through the singular values
    """
}
