import type { INodeProperties } from 'n8n-workflow';

export const operationIdProperty: INodeProperties = {
	displayName: 'Operation ID',
	name: 'operationId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'd8ac46eb-a757-42b1-9907-f78322ee394e',
	description: 'As Neon answers a change with it, or as Get Many lists it',
};
