import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { readServerVersion } from '../../api/server';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get the server',
	description: 'Read the version of the server: whether it answers, and takes the API key',
	properties: [],
	async execute(context) {
		return { serverVersion: await readServerVersion(await temporalClient(context)) };
	},
};
