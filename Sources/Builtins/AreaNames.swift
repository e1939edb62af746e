/// The names of each area's entries: which area a name belongs to is known without making any entry.
///
/// `AreaNamesTests` compares them with the entries, and says what the lists should be.
enum AreaNames {
  static let layered: [String] = [
    "tanh", "relu", "flatten", "conv1d", "linear", "batch_norm", "dropout", "stats_pool",
  ]
  static let core: [String] = [
    "print", "display", "help", "type", "int", "float", "str", "bool", "list", "dict", "error",
    "hash",
  ]
  static let outside: [String] = ["input", "env", "now", "clock"]
  static let numbers: [String] = ["abs", "round", "min", "max"]
  static let sequences: [String] = [
    "len", "range", "enumerate", "zip", "map", "filter", "sorted", "reversed", "concat",
  ]
  static let searches: [String] = ["any", "all", "index", "count", "group"]
  static let dicts: [String] = ["get", "keys", "values", "items"]
  static let text: [String] = [
    "split", "lines", "join", "strip", "replace", "upper", "lower", "starts_with", "ends_with",
    "find", "format", "ord", "chr",
  ]
  static let patterns: [String] = ["regex"]
  static let files: [String] = [
    "read_text", "write_text", "list_files", "file_exists", "path_join", "path_name", "path_stem",
    "path_suffix", "path_parent",
  ]
  static let json: [String] = ["to_json", "from_json", "save_json", "load_json"]
  static let arrayFiles: [String] = [
    "load_npy", "save_npy", "load_npz", "save_npz", "load_safetensors", "save_safetensors",
    "safetensors_metadata",
  ]
  static let tensorCreation: [String] = [
    "tensor", "zeros", "ones", "full", "zeros_like", "ones_like", "full_like", "eye", "arange",
    "linspace", "logspace", "one_hot", "f32", "f64", "i64",
  ]
  static let elementwise: [String] = [
    "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "rsqrt", "square", "sign",
    "reciprocal", "floor", "ceil", "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "asinh", "acosh", "atanh", "radians", "degrees", "erf", "erfc", "erfinv",
    "lgamma", "digamma", "normal_cdf", "probit", "sigmoid", "logit", "log_sigmoid", "softplus",
    "relu", "silu", "maximum", "minimum", "atan2", "hypot", "logaddexp", "floor_divide", "fmod",
    "xlogy", "isnan", "isinf", "isfinite", "clip", "leaky_relu", "elu", "gelu", "softmax",
    "log_softmax", "sparsemax", "nan_to_num", "isclose", "allclose",
  ]
  static let reductions: [String] = [
    "sum", "prod", "mean", "var", "std", "logsumexp", "count_nonzero", "nansum", "nanmean",
    "argmin", "argmax", "norm", "quantile", "median",
  ]
  static let scans: [String] = [
    "cumsum", "cumprod", "cummax", "cummin", "logcumsumexp", "diff", "trapezoid",
  ]
  static let shapes: [String] = [
    "reshape", "ravel", "flatten", "transpose", "permute", "swapaxes", "moveaxis", "squeeze",
    "unsqueeze", "expand_dims", "stack", "vstack", "hstack", "unstack", "broadcast_to", "tile",
    "repeat", "flip", "roll", "tril", "triu", "diagonal",
  ]
  static let grids: [String] = ["meshgrid", "diag", "rot90", "unfold", "pad"]
  static let sorting: [String] = [
    "where", "take", "gather", "scatter_add", "index_add", "nonzero", "argwhere", "sort", "argsort",
    "topk", "unique", "searchsorted", "bincount", "item", "tolist", "astype",
  ]
  static let segments: [String] = [
    "segment_sum", "segment_mean", "segment_max", "histogram", "isin", "rankdata",
  ]
  static let linearAlgebra: [String] = ["matmul", "dot", "inner", "outer", "trace", "normalize"]
  static let tensorProducts: [String] = [
    "einsum", "tensordot", "kron", "cross", "block_diag", "matrix_power", "expm",
  ]
  static let matrices: [String] = [
    "solve", "solve_triangular", "lstsq", "inv", "pinv", "det", "slogdet", "cholesky", "qr", "svd",
    "svdvals", "eigh", "eigvalsh", "matrix_rank", "cond",
  ]
  static let convolutions: [String] = [
    "conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d", "convolve", "correlate", "max_pool",
    "avg_pool", "resize", "interp",
  ]
  static let spectral: [String] = [
    "fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "fftfreq", "rfftfreq", "fftshift",
    "power_spectrum", "dct", "idct", "hann", "hamming",
  ]
  static let networkFunctions: [String] = [
    "linear", "embedding", "batch_norm", "layer_norm", "rms_norm", "group_norm", "instance_norm",
    "dropout", "attention", "gru_cell", "stats_pool",
  ]
  static let random: [String] = [
    "seed", "random", "rand", "randn", "uniform", "normal", "randint", "bernoulli", "permutation",
    "shuffled", "choice",
  ]
  static let distributions: [String] = [
    "binomial", "poisson", "exponential", "gamma", "beta", "laplace", "gumbel", "student_t",
    "dirichlet", "categorical", "multivariate_normal", "random_unit",
  ]
  static let statistics: [String] = [
    "cov", "corrcoef", "standardize", "whiten", "pairwise", "smooth", "sinkhorn", "hungarian",
  ]
  static let learners: [String] = [
    "pca", "kmeans", "gmm", "tsne", "ridge", "lasso", "logistic_fit", "svm_fit",
  ]
  static let gradients: [String] = [
    "grad", "value_and_grad", "stop_gradient", "parameter", "backward", "tree_map",
  ]
  static let margins: [String] = ["am", "aam", "sphere_margin", "combined_margin"]
  static let losses: [String] = [
    "nt_xent", "snt_xent", "info_nce", "sup_con", "margin_softmax", "am_softmax", "aam_softmax",
    "cos_face", "arc_face", "sub_center_arc_face", "sphere_face", "large_margin_softmax",
    "normalized_softmax", "proxy_nca", "proxy_nca_pp", "mag_face", "curricular_face", "ada_face",
    "proxy_anchor", "soft_triple", "contrastive", "triplet", "multi_similarity", "circle_loss",
    "nca", "generalized_lifted", "lifted_structure", "tuplet_margin", "angular_loss", "n_pairs",
  ]
  static let momentumContrast: [String] = ["momentum_queue", "moco"]
  static let similarities: [String] = [
    "cosine_similarity", "dot_similarity", "euclidean_distance", "squared_euclidean_distance",
  ]
  static let neighbors: [String] = [
    "knn", "recall_at_k", "precision_at_k", "precision_at_1", "r_precision", "map_at_r",
  ]
  static let metrics: [String] = [
    "eer", "min_dcf", "act_dcf", "cllr", "det_curve", "roc_curve", "tar_at_far", "threshold_at",
    "auroc", "auprc", "paired_test",
  ]
  static let dataSets: [String] = [
    "load_speakers", "load_csv", "save_csv", "dataset", "loader", "embed", "verify",
  ]
  static let augmentations: [String] = ["random_crop", "random_noise", "random_offset"]
  static let tables: [String] = ["table", "summarize"]
  static let optimizers: [String] = [
    "sgd", "adam", "adamw", "cosine_schedule", "linear_schedule", "warmup_schedule",
  ]
  static let progress: [String] = ["progress"]
  static let plots: [String] = [
    "line", "scatter", "bar", "hist", "heatmap", "band", "errorbar", "det_plot", "roc_plot",
    "pr_plot", "score_plot", "training_plot", "margin_plot", "figure", "title", "xlabel", "ylabel",
    "xlim", "ylim", "legend", "annotate", "savefig", "show",
  ]
  static let layers: [String] = [
    "linear", "conv1d", "batch_norm", "dropout", "relu", "tanh", "flatten", "stats_pool",
    "mean_pool", "sequential", "residual",
  ]
}
