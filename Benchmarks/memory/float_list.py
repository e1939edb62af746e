xs = []
for i in range(10000000):
    xs.append(0.5 * i)
print(len(xs))
