extension OperationGuide {
  /// Spectra, convolutions and network functions.
  static let signals = """
    fft | numpy.fft.fft, parts as (re, im) | the adjoint transform of g
    ifft | numpy.fft.ifft, parts as (re, im) | the adjoint transform of g
    rfft | numpy.fft.rfft, parts as (re, im) | the adjoint transform of g
    irfft | numpy.fft.irfft | the adjoint transform of g
    fft2 | numpy.fft.fft2, parts as (re, im) | the adjoint transform of g
    ifft2 | numpy.fft.ifft2, parts as (re, im) | the adjoint transform of g
    fftfreq | numpy.fft.fftfreq | none: it has no tensor operand
    rfftfreq | numpy.fft.rfftfreq | none: it has no tensor operand
    fftshift | numpy.fft.fftshift | g shifted back
    power_spectrum | numpy.abs(numpy.fft.rfft)² | through the transform
    dct | scipy.fft.dct, type 2, ortho | idct(g)
    idct | scipy.fft.idct, type 2, ortho | dct(g)
    hann | scipy.signal.windows.hann | none: it has no tensor operand
    hamming | scipy.signal.windows.hamming | none: it has no tensor operand
    conv1d | torch.nn.functional.conv1d | conv_transpose1d(g, w); the correlation of x with g to w
    conv2d | torch.nn.functional.conv2d | conv_transpose2d(g, w); the correlation of x with g to w
    conv_transpose1d | torch.nn.functional.conv_transpose1d | conv1d(g, w); g correlated with x to w
    conv_transpose2d | torch.nn.functional.conv_transpose2d | conv2d(g, w); g correlated with x to w
    convolve | numpy.convolve | g correlated with the other
    correlate | numpy.correlate | g convolved with the other
    max_pool | torch.nn.functional.max_pool2d | g to the first largest of a window
    avg_pool | torch.nn.functional.avg_pool2d | g / size over a window
    resize | torch.nn.functional.interpolate | Σ g by the weights of each element
    interp | numpy.interp | g to y by the weights; the slope to q
    linear | torch.nn.functional.linear, w [out, in] | g w, gᵀ x and Σ g
    embedding | torch.nn.functional.embedding | g added at the rows of w
    batch_norm | torch.nn.functional.batch_norm, training | fused; a second order through its parts
    layer_norm | torch.nn.functional.layer_norm | through mean and variance
    rms_norm | torch.nn.functional.rms_norm | through the mean of squares
    group_norm | torch.nn.functional.group_norm | through mean and variance
    instance_norm | torch.nn.functional.instance_norm | through mean and variance
    dropout | torch.nn.functional.dropout | g where kept, over 1 − p
    attention | torch.nn.functional.scaled_dot_product_attention | through the products and softmax
    gru_cell | torch.nn.GRUCell, gates r, z, n | through its gates
    stats_pool | Snyder et al. 2018, means then unbiased deviations | through both
    """
}
