def escapes(width, height, limit):
    total = 0
    for row in range(height):
        ci = 2.0 * row / height - 1.0
        for column in range(width):
            cr = 3.0 * column / width - 2.0
            zr = 0.0
            zi = 0.0
            for step in range(limit):
                if zr * zr + zi * zi > 4.0:
                    break
                following = zr * zr - zi * zi + cr
                zi = 2.0 * zr * zi + ci
                zr = following
                total += 1
    return total


print(escapes(200, 200, 100))
