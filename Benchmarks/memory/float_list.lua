local xs = {}
for i = 0, 9999999 do xs[#xs + 1] = 0.5 * i end
print(#xs)
