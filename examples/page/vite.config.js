import greenc from 'greenc/vite';

export default { plugins: [greenc()] };
