'use greenlet';

import { Eta } from 'eta';
import { log, see } from '../green.mjs';
import { made } from '../made.mjs';

const render = (text, data, options) => new Eta(options).renderString(text, data);

const text = 'the template is a function made of text';

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'function of the data': text,
  'function of the data, in a statement': text,
  'function of the data, in a condition': text,
  'function of the data, twice': text,
  'function of the data, unescaped': text,
  'callback of an array of the data': text,
  'getter of the data': text,
  'toString of the data': text,
  'iterable of the data': text,
  'filterFunction, option': text,
  'escapeFunction, option': text,
  'template within a template': text,
  'renderStringAsync, function of the data': text,
  'compiled template, kept': text,
};

export const uses = {
  'function of the data': () => render('<%= it.shout("a") %>', { shout: text => see(text.toUpperCase()) }),
  'function of the data, in a statement': () => render('<% it.note(1) %>done', { note: x => log('noted', see(x)) }),
  'function of the data, in a condition': () =>
    render('<% if (it.may()) { %>yes<% } else { %>no<% } %>', { may: () => see(false) }),
  'function of the data, twice': () => render('<%= it.f(1) %>, <%= it.f(2) %>', { f: x => see(x) }),
  'function of the data, unescaped': () => render('<%~ it.f("<b>") %>', { f: text => see(text) }),
  'callback of an array of the data': () =>
    render('<%= it.list.map(it.f).join() %>', { list: [1, 2], f: x => see(x * 2) }),
  'getter of the data': () =>
    render('<%= it.name %>', {
      get name() {
        return see('ann');
      },
    }),
  'toString of the data': () => render('<%~ it.name %>', { name: { toString: () => see('ann') } }),
  'iterable of the data': () =>
    render('<% for (const x of it.list) { %><%= x %>;<% } %>', {
      list: {
        *[Symbol.iterator]() {
          yield see(1);
          yield 2;
        },
      },
    }),
  'filterFunction, option': () =>
    render('<%= it.name %>', { name: 'ann' }, { autoFilter: true, filterFunction: value => see(`${value}!`) }),
  'escapeFunction, option': () =>
    render('<%= it.name %>', { name: '<ann>' }, { escapeFunction: text => see(`(${text})`) }),
  'plugin, processFnString': () => render('a', {}, { plugins: [{ processFnString: code => see(code) }] }),
  'plugin, processTemplate': () => render('a', {}, { plugins: [{ processTemplate: text => see(`${text}b`) }] }),
  'template within a template': () => {
    const eta = new Eta();
    eta.loadTemplate('@inner', '<%= it.f(it.x) %>');
    return eta.renderString('[<%~ include("@inner", { f: it.f, x: 7 }) %>]', { f: x => see(x) });
  },
  'renderStringAsync, function of the data': () =>
    new Eta().renderStringAsync('<%= await it.f(1) %>', { f: async x => see(x) }),
  'template compiled to a text, and that by greenc': state => {
    state.eta ??= new Eta();
    state.template ??= made(state.eta.compileToString('<%= it.f(1) %>, <%= it.f(2) %>'), 'it', 'options');
    return state.eta.render(state.template, { f: x => see(x) });
  },
  'compiled template, kept': state => {
    state.eta ??= new Eta();
    state.template ??= state.eta.compile('<%= it.f(1) %>');
    return state.eta.render(state.template, { f: x => see(x) });
  },
};
