import type { INodeProperties } from 'n8n-workflow';

export const watchProperties: INodeProperties[] = [
	{
		displayName:
			'Looks at the repositories and branches of the service catalog: workflow 40 and each release write them down in Redis. Nothing moved costs no execution.',
		name: 'listNotice',
		type: 'notice',
		default: '',
	},
];
