// Permutations by Heap's algorithm with a visitor, and two sorts of our own with comparators.

function permute(list, length, visit) {
  if (length === 1) {
    visit(list);
    return;
  }
  for (let i = 0; i < length; i++) {
    permute(list, length - 1, visit);
    const other = length % 2 === 0 ? i : 0;
    const last = list[length - 1];
    list[length - 1] = list[other];
    list[other] = last;
  }
}

function quickSort(list, compare, low = 0, high = list.length - 1) {
  while (low < high) {
    const pivot = list[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (compare(list[i], pivot) < 0) i++;
      while (compare(list[j], pivot) > 0) j--;
      if (i <= j) {
        const swapped = list[i];
        list[i++] = list[j];
        list[j--] = swapped;
      }
    }
    if (j - low < high - i) {
      quickSort(list, compare, low, j);
      low = i;
    } else {
      quickSort(list, compare, i, high);
      high = j;
    }
  }
  return list;
}

function mergeSort(list, compare) {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = mergeSort(list.slice(0, middle), compare);
  const right = mergeSort(list.slice(middle), compare);
  const result = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (compare(left[i], right[j]) <= 0) result.push(left[i++]);
    else result.push(right[j++]);
  }
  while (i < left.length) result.push(left[i++]);
  while (j < right.length) result.push(right[j++]);
  return result;
}

const by = (key, then) => (a, b) => a[key] - b[key] || (then === undefined ? 0 : then(a, b));

export const expected = '3072 8000 2563 997';

export function run() {
  let sum = 0;
  permute([1, 2, 3, 4, 5, 6, 7, 8], 8, (list) => {
    sum = (sum * 3 + list[0] * 7 + list[7]) & 0xffff;
  });
  const rows = [];
  let seed = 42;
  for (let i = 0; i < 8000; i++) {
    seed = (seed * 48271) % 2147483647;
    rows.push({ age: seed % 90, size: (seed >> 7) % 50, id: i });
  }
  const order = by('age', by('size', by('id')));
  const quick = quickSort(rows.slice(), order);
  const merged = mergeSort(rows, order);
  let same = 0;
  for (let i = 0; i < rows.length; i++) if (quick[i] === merged[i]) same++;
  return `${sum} ${same} ${quick[0].id} ${quick[7999].id}`;
}
