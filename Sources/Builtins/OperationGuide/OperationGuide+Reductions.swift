extension OperationGuide {
  /// Along axes: reductions, scans, sorts.
  static let reductions = """
    sum | numpy.sum | g repeated
    mean | numpy.mean | g / n repeated
    var | numpy.var | 2 g (x − mean) / (n − ddof)
    std | numpy.std | g (x − mean) / ((n − ddof) y), 0 where y is 0
    min | numpy.min | g shared by the smallest
    max | numpy.max | g shared by the largest
    prod | numpy.prod | g times the product of the others
    all | numpy.all | none: it gives bools
    any | numpy.any | none: it gives bools
    argmin | numpy.argmin, the first of equals | none: it gives positions
    argmax | numpy.argmax, the first of equals | none: it gives positions
    norm | numpy.linalg.norm of the entries | g x / y, 0 where y is 0; for other p by its formula
    logsumexp | scipy.special.logsumexp | g softmax(x)
    median | numpy.median | g to the middle element, halves to the middle two
    quantile | numpy.quantile, linear | g to the two elements around, by their weights
    nansum | numpy.nansum | g, 0 at nan
    nanmean | numpy.nanmean | g / count, 0 at nan
    count_nonzero | numpy.count_nonzero | none: it gives counts
    cumsum | numpy.cumsum | running sums of g from the end
    cumprod | numpy.cumprod | by a recurrence from the end, also through zeros
    cummax | torch.cummax, values | g to the latest of equals
    cummin | torch.cummin, values | g to the latest of equals
    logcumsumexp | torch.logcumsumexp | Σ g exp(x − y) from the end
    diff | numpy.diff | differences of g from the end
    trapezoid | numpy.trapezoid | g times the widths beside, halved
    sort | numpy.sort, stable | g in the order of x
    argsort | numpy.argsort, stable | none: it gives positions
    topk | torch.topk, equals in the order of x | g at the chosen places
    unique | numpy.unique | none: the number of values varies
    searchsorted | numpy.searchsorted | none: it gives positions
    bincount | numpy.bincount | none: it gives counts
    histogram | numpy.histogram | none: it gives counts
    isin | numpy.isin | none: it gives bools
    rankdata | scipy.stats.rankdata, average | none: it is constant between its steps
    """
}
