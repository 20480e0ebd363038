import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteApp } from './delete.operation';
import { get } from './get.operation';
import { getCertificates } from './getCertificates.operation';
import { getLive } from './getLive.operation';
import { getMany } from './getMany.operation';
import { logTail } from './logTail.operation';

/** The first one stays first: n8n takes it where a saved workflow names none. */
export const app: Resource = {
	value: 'app',
	name: 'App',
	operations: [get, getLive, getMany, create, deleteApp, logTail, getCertificates],
};
