def run(n):
    xs = []
    x = 1
    for i in range(n):
        x = (x * 16807) % 2147483647
        xs.append(x)
    ys = sorted(xs, key=lambda v: v % 1000003)
    return ys[0] + ys[n // 2] + ys[n - 1]


print(run(1000000))
