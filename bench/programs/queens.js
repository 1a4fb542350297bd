// N queens by backtracking, once with arrays of flags and once collecting boards.

function place(row, size, columns, up, down) {
  if (row === size) return 1;
  let count = 0;
  for (let column = 0; column < size; column++) {
    if (columns[column] || up[row + column] || down[row - column + size]) continue;
    columns[column] = up[row + column] = down[row - column + size] = true;
    count += place(row + 1, size, columns, up, down);
    columns[column] = up[row + column] = down[row - column + size] = false;
  }
  return count;
}

function safe(board, column) {
  const row = board.length;
  for (let i = 0; i < row; i++) {
    if (board[i] === column || Math.abs(board[i] - column) === row - i) return false;
  }
  return true;
}

function search(board, size, found) {
  if (board.length === size) {
    found(board);
    return;
  }
  for (let column = 0; column < size; column++) {
    if (!safe(board, column)) continue;
    board.push(column);
    search(board, size, found);
    board.pop();
  }
}

export const expected = '2680 352 6480';

export function run() {
  const flags = () => new Array(24).fill(false);
  let boards = 0;
  let corner = 0;
  search([], 9, (board) => {
    boards++;
    corner += board[0] * board[8] + board[3];
  });
  return `${place(0, 11, flags(), flags(), flags())} ${boards} ${corner}`;
}
