import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteSite } from './delete.operation';
import { get } from './get.operation';
import { getCertificates } from './getCertificates.operation';
import { getLive } from './getLive.operation';
import { getMany } from './getMany.operation';
import { update } from './update.operation';

export const site: Resource = {
	value: 'site',
	name: 'Site',
	operations: [get, getLive, getMany, create, update, deleteSite, getCertificates],
};
