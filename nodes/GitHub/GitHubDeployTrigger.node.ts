import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { errorHints } from './api/errorHints';
import { searchRepositories } from './fields/listSearch';
import { checkedWebhook, checkedWebhookVersions, inHook } from '../shared/webhook/webhookRegistration';
import { assertReadableFilters } from './trigger/filterParameters';
import { adoptHook, registerHook } from './trigger/registration/registerHook';
import { receiveDelivery } from './trigger/receiveDelivery';
import { removeHook } from './trigger/registration/removeHook';
import { triggerProperties } from './trigger/triggerProperties';

export class GitHubDeployTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GitHub Deploy Trigger',
		name: 'gitHubDeployTrigger',
		icon: { light: 'file:github.svg', dark: 'file:github.dark.svg' },
		group: ['trigger'],
		...checkedWebhookVersions,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when a signed GitHub webhook says that something may be deployed',
		defaults: { name: 'GitHub Deploy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayGitHubApi', required: true }],
		webhooks: [checkedWebhook],
		properties: triggerProperties,
	};

	methods = { listSearch: { searchRepositories } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, async (functions) => {
					assertReadableFilters(functions);
					return await adoptHook(functions);
				});
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, registerHook);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, removeHook);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveDelivery(this);
	}
}
