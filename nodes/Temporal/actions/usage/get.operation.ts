import { monthAfter, monthAt, monthStartMs } from '../../../deployment/costs/costMonth';
import { costJson } from '../../../deployment/costs/costReading';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { temporalCloudClient } from '../../api/client';
import { listUsage } from '../../api/cloud/usage';
import { monthOfUsage } from '../../state/cloudUsage';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what an account used at temporal cloud',
	description: 'Get the actions and the storage of this month and of the last one, of all namespaces together',
	properties: [],
	async execute(context) {
		const nowMs = clock.now();
		const now = monthAt(nowMs);
		const last = monthAfter(now, -1);
		const from = new Date(monthStartMs(last)).toISOString();
		const summaries = await listUsage(temporalCloudClient(context), from, new Date(nowMs).toISOString());
		const months = [now, last].map((month) => monthOfUsage(month, summaries, nowMs));
		return costJson({ currency: 'USD', months, notTold: '' });
	},
};
