def run(n):
    s = 0.0
    for i in range(n):
        x = i * 0.5
        if x > 1000.0:
            s += x
        else:
            s -= 1.0
    return s


print(run(10000000))
