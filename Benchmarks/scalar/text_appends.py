def run(n):
    text = ""
    for i in range(n):
        text = text + "x"
    return len(text)


print(run(100000))
