def run(n):
    xs = []
    for i in range(n):
        xs.append(i)
    return sum(xs)


print(run(1000000))
