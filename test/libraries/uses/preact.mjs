'use greenlet';

import { Component, createContext, Fragment, h, options } from 'preact';
import { useContext, useMemo, useReducer, useState } from 'preact/hooks';
import { renderToString, renderToStringAsync } from 'preact-render-to-string';
import { log, see } from '../green.mjs';

const Theme = createContext('light');

/** Hooks know which component is being rendered by a variable of the module. */
export const isReentrant = false;

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'getter of the props': 'a getter that is read by a computed name',
};

export const uses = {
  'function component': () => {
    const Hello = ({ name }) => h('p', null, see(`Hello ${name}`));
    return renderToString(h(Hello, { name: 'ann' }));
  },
  'component in a component': () => {
    const Item = ({ text }) => h('li', null, see(text));
    const List = ({ items }) =>
      h(
        'ul',
        null,
        items.map(text => h(Item, { text })),
      );
    return renderToString(h(List, { items: ['a', 'b'] }));
  },
  'class component, render': () => {
    class Hello extends Component {
      render({ name }) {
        return h('p', null, see(name));
      }
    }
    return renderToString(h(Hello, { name: 'ann' }));
  },
  'class component, constructor': () => {
    class Hello extends Component {
      constructor(props) {
        super(props);
        this.state = { name: see(props.name) };
      }
      render(_props, { name }) {
        return h('p', null, name);
      }
    }
    return renderToString(h(Hello, { name: 'ann' }));
  },
  'class component, lifecycle': () => {
    class Hello extends Component {
      static getDerivedStateFromProps({ name }) {
        return { name: see(name) };
      }
      render(_props, { name }) {
        return name;
      }
    }
    return renderToString(h(Hello, { name: 'ann' }));
  },
  'useMemo, factory': () => {
    const Sum = ({ list }) => useMemo(() => see(list.length), [list]);
    return renderToString(h(Sum, { list: [1, 2] }));
  },
  'useState, first value': () => {
    const Counter = () => useState(() => see(7))[0];
    return renderToString(h(Counter));
  },
  'useReducer, first value': () => {
    const Counter = () =>
      useReducer(
        x => x,
        1,
        x => see(x + 1),
      )[0];
    return renderToString(h(Counter));
  },
  'context, consumer’s child': () =>
    renderToString(
      h(
        Theme.Provider,
        { value: 'dark' },
        h(Theme.Consumer, null, theme => see(theme)),
      ),
    ),
  'useContext, component that switches': () => {
    const Themed = () => h(Fragment, null, see(useContext(Theme)));
    return renderToString(h(Theme.Provider, { value: 'dark' }, h(Themed)));
  },
  'component that fails': () => {
    const Broken = () => {
      throw new Error(see('of the component'));
    };
    try {
      return renderToString(h(Broken));
    } catch (error) {
      return error;
    }
  },
  'hook of the renderer’s options': () => {
    options.vnode = vnode => log('made', see(vnode.type));
    try {
      return h('p', null, 'text').type;
    } finally {
      options.vnode = undefined;
    }
  },
  'getter of the props': () => {
    const props = {
      get name() {
        return see('ann');
      },
    };
    return renderToString(h('p', props));
  },
  'renderToStringAsync, component': () => renderToStringAsync(h(() => h('p', null, see('late')))),
};
