extension OperationGuide {
  /// Element by element.
  static let elementwise = """
    exp | numpy.exp | g y
    expm1 | numpy.expm1 | g (y + 1)
    log | numpy.log | g / x
    log2 | numpy.log2 | g / (x ln 2)
    log10 | numpy.log10 | g / (x ln 10)
    log1p | numpy.log1p | g / (1 + x)
    logaddexp | numpy.logaddexp | g times the share of each, softmax(a, b)
    sqrt | numpy.sqrt | g / (2 y)
    rsqrt | torch.rsqrt | −g y³ / 2
    square | numpy.square | 2 g x
    abs | numpy.abs | g sign(x), 0 at 0
    sign | numpy.sign | 0: constant between its steps
    reciprocal | numpy.reciprocal | −g y²
    maximum | numpy.maximum | g to the larger, halves at a tie
    minimum | numpy.minimum | g to the smaller, halves at a tie
    clip | numpy.clip | g inside the bounds, 0 beyond
    floor | numpy.floor | 0: constant between its steps
    ceil | numpy.ceil | 0: constant between its steps
    round | numpy.round, halves to even | 0: constant between its steps
    trunc | numpy.trunc | 0: constant between its steps
    floor_divide | numpy.floor_divide | none: it is constant between its steps
    fmod | numpy.fmod | g to a; −g trunc(a / b) to b
    hypot | numpy.hypot | g a / y and g b / y, 0 at the origin
    sin | numpy.sin | g cos x
    cos | numpy.cos | −g sin x
    tan | numpy.tan | g (1 + y²)
    asin | numpy.arcsin | g / √(1 − x²)
    acos | numpy.arccos | −g / √(1 − x²)
    atan | numpy.arctan | g / (1 + x²)
    atan2 | numpy.arctan2 | g b / (a² + b²) and −g a / (a² + b²)
    sinh | numpy.sinh | g cosh x
    cosh | numpy.cosh | g sinh x
    tanh | numpy.tanh | g (1 − y²)
    asinh | numpy.arcsinh | g / √(x² + 1)
    acosh | numpy.arccosh | g / √(x² − 1)
    atanh | numpy.arctanh | g / (1 − x²)
    radians | numpy.radians | g π / 180
    degrees | numpy.degrees | g 180 / π
    erf | scipy.special.erf | 2 g exp(−x²) / √π
    erfc | scipy.special.erfc | −2 g exp(−x²) / √π
    erfinv | scipy.special.erfinv | g exp(y²) √π / 2
    probit | scipy.special.ndtri | g / φ(y), φ the normal density
    normal_cdf | scipy.special.ndtr | g φ(x), φ the normal density
    lgamma | scipy.special.gammaln | g digamma(x)
    digamma | scipy.special.digamma | g trigamma(x)
    xlogy | scipy.special.xlogy | g ln b and g a / b
    isnan | numpy.isnan | none: it gives bools
    isinf | numpy.isinf | none: it gives bools
    isfinite | numpy.isfinite | none: it gives bools
    isclose | numpy.isclose | none: it gives bools
    allclose | numpy.allclose | none: it gives a bool
    nan_to_num | numpy.nan_to_num, infinities kept | g where x is a number, else 0
    where | numpy.where | g to the side that was chosen
    sigmoid | torch.sigmoid | g y (1 − y)
    logit | scipy.special.logit | g / (x (1 − x))
    log_sigmoid | torch.nn.functional.logsigmoid | g sigmoid(−x)
    softplus | torch.nn.functional.softplus | g sigmoid(x)
    relu | torch.relu | g where x > 0, else 0
    leaky_relu | torch.nn.functional.leaky_relu | g where x > 0, else slope g
    elu | torch.nn.functional.elu | g where x > 0, else g alpha exp(x)
    silu | torch.nn.functional.silu | g (s + x s (1 − s)), s = sigmoid(x)
    gelu | torch.nn.functional.gelu | g (Φ(x) + x φ(x)) of the normal distribution
    softmax | torch.softmax | y (g − Σ g y)
    log_softmax | torch.log_softmax | g − exp(y) Σ g
    sparsemax | Martins and Astudillo 2016 | g less its mean on the support, 0 off it
    """
}
