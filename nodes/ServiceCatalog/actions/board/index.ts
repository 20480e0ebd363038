import type { Resource } from '../../../shared/operation/operation';
import { render } from './render.operation';
import { sum } from './sum.operation';

export const board: Resource = {
	value: 'board',
	name: 'Board',
	operations: [render, sum],
};
