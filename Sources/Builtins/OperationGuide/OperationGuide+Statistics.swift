extension OperationGuide {
  /// Statistics, fits and random numbers.
  static let statistics = """
    cov | numpy.cov, rowvar=False | 2 (x − mean) g / (n − ddof), g symmetric
    corrcoef | numpy.corrcoef, rowvar=False | through cov
    normalize | torch.nn.functional.normalize | (g − y Σ g y) / ‖x‖
    standardize | scipy.stats.zscore, what is constant to 0 | through mean and deviation
    whiten | Kessy, Lewin and Strimmer 2018 | through the decomposition
    pairwise | scipy.spatial.distance.cdist | by the distance's formula, 0 where rows coincide
    smooth | an exponential moving average | the same recurrence from the end
    sinkhorn | Cuturi 2013 | through the iterations
    hungarian | scipy.optimize.linear_sum_assignment | none: it gives positions
    pca | sklearn.decomposition.PCA | none: the fit is cut from the graph; p(x) is not
    kmeans | sklearn.cluster.KMeans | none: labels are positions
    gmm | sklearn.mixture.GaussianMixture | none: the fit is cut from the graph
    tsne | sklearn.manifold.TSNE, repulsion exact | none: the picture is cut from the graph
    logistic_fit | sklearn.linear_model.LogisticRegression | none: the fit is cut from the graph
    ridge | sklearn.linear_model.Ridge | none: the fit is cut from the graph; m(x) is not
    lasso | sklearn.linear_model.Lasso | none: the fit is cut from the graph; m(x) is not
    svm_fit | sklearn.svm.SVC, kernel linear by default | none: the fit is cut from the graph
    rand | torch.rand | none: draws depend on no tensor
    randn | torch.randn | none: draws depend on no tensor
    uniform | numpy.random.uniform | none: draws depend on no tensor
    normal | numpy.random.normal | none: draws depend on no tensor
    randint | numpy.random.randint | none: draws depend on no tensor
    bernoulli | torch.bernoulli | none: draws depend on no tensor
    binomial | numpy.random.binomial | none: draws depend on no tensor
    poisson | numpy.random.poisson | none: draws depend on no tensor
    exponential | numpy.random.exponential | none: draws depend on no tensor
    gamma | numpy.random.gamma | none: draws are not followed to their parameters
    beta | numpy.random.beta | none: draws are not followed to their parameters
    dirichlet | numpy.random.dirichlet | none: draws are not followed to their parameters
    laplace | numpy.random.laplace | none: draws depend on no tensor
    gumbel | numpy.random.gumbel | none: draws depend on no tensor
    student_t | numpy.random.standard_t | none: draws depend on no tensor
    categorical | torch.distributions.Categorical | none: it gives positions
    multivariate_normal | numpy.random.multivariate_normal | none: draws are not followed back
    random_unit | normal rows over their norms | none: draws depend on no tensor
    choice | numpy.random.choice | none: it chooses positions
    permutation | numpy.random.permutation | none: it gives positions
    shuffled | numpy.random.permutation of rows | g in the order of x
    """
}
