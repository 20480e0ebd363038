import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { managementErrorHints, redisErrorHints } from './api/errorHints';
import { searchBackups, searchDatabases } from './fields/listSearch';

/** Resources of the account; the others are of one Redis database. */
const managementResources = ['database', 'backup', 'usage'];

export class Upstash implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upstash',
		name: 'upstash',
		icon: { light: 'file:upstash.svg', dark: 'file:upstash.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Hold locks, claim work once, limit rates, use Redis over HTTP and manage databases',
		defaults: { name: 'Upstash' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'slipwayUpstashRedisApi',
				required: true,
				displayOptions: { hide: { resource: managementResources } },
			},
			{
				name: 'slipwayUpstashManagementApi',
				required: true,
				displayOptions: { show: { resource: managementResources } },
			},
		],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch: { searchDatabases, searchBackups } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isManagement = managementResources.includes(String(this.getNodeParameter('resource', 0)));
		return await runOperations(this, resources, isManagement ? managementErrorHints : redisErrorHints);
	}
}
