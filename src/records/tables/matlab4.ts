/** Whether a file begins like one of MATLAB 4, which has no mark: five whole numbers of 32 bits (type, rows, columns, whether complex, length of the name), then the name. `start`: its first bytes as Latin-1. */
export function isMatlab4(start: string): boolean {
  const whole = (at: number, little: boolean) =>
    [0, 1, 2, 3].reduce((sum, i) => sum + start.charCodeAt(at + i) * 256 ** (little ? i : 3 - i), 0);
  return [true, false].some((little) => {
    const [type, rows, columns, complex, name] = [0, 4, 8, 12, 16].map((at) => whole(at, little)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const own = type - (little ? 0 : 1000);
    if (!(own >= 0 && own < 52 && own % 10 < 3 && rows > 0 && columns > 0 && complex < 2 && name > 1 && name <= 64))
      return false;
    return /^[A-Za-z]\w*\0$/.test(start.slice(20, 20 + name));
  });
}
