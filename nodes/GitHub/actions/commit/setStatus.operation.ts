import type { IDataObject } from 'n8n-workflow';

import { PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { repositoryParameter, repositoryProperty } from '../../repository';
import {
	boundedName,
	descriptionProperty,
	linkParameter,
	shortenedDescription,
	warningsOf,
	withoutFourByteCharacters,
} from '../../texts';
import { gitHubClient } from '../../transport';

interface CommitStatus {
	readonly id: number;
	readonly state: string;
	readonly context: string;
	readonly description: string | null;
	readonly target_url: string | null;
	readonly created_at: string;
}

export const setStatus: Operation = {
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set the status of a commit',
	description: 'Show a check beside a commit and on its pull request',
	properties: [
		repositoryProperty,
		{
			displayName: 'Commit',
			name: 'sha',
			type: 'string',
			default: '',
			required: true,
			description: 'The whole SHA, 40 characters',
		},
		{
			displayName: 'Context',
			name: 'context',
			type: 'string',
			default: 'slipway',
			required: true,
			placeholder: 'slipway/paintbox-production',
			description: 'Which check it is: a later status with the same context takes its place',
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Error', value: 'error' },
				{ name: 'Failure', value: 'failure' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Success', value: 'success' },
			],
			default: 'pending',
		},
		descriptionProperty,
		{
			displayName: 'Target URL',
			name: 'targetUrl',
			type: 'string',
			default: '',
			description: 'Where "Details" leads',
		},
	],
	async execute(context) {
		const { apiPath } = repositoryParameter(context);
		const sha = requiredText(context, 'sha', 'Commit');
		const target = linkParameter(context, 'targetUrl', 'Target URL');
		const status = await post(gitHubClient(context), `${apiPath}${path`/statuses/${sha}`}`, {
			state: textParameter(context, 'state'),
			context: boundedName(requiredText(context, 'context', 'Context')),
			description: shortenedDescription(textParameter(context, 'description')),
			...(target.url && { target_url: target.url }),
		});
		return {
			id: status.id,
			sha,
			state: status.state,
			context: status.context,
			description: status.description,
			targetUrl: status.target_url,
			createdAt: status.created_at,
			warnings: warningsOf(target),
		};
	},
};

/** A context is a name that rules refer to, so that it is changed only where GitHub refuses it as it is. */
async function post(
	client: PlatformClient,
	statusPath: string,
	body: IDataObject & { readonly context: string },
): Promise<CommitStatus> {
	const request = {
		method: 'POST' as const,
		path: statusPath,
		// The newest status of a context counts: said twice, it says the same.
		safeToRepeat: true,
	};
	const sent = await attempt(client.object<CommitStatus>({ ...request, body }));
	if (sent.ok) return sent.value;
	const context = withoutFourByteCharacters(body.context);
	if (context === body.context || !refusesFourBytes(sent.error)) throw sent.error;
	return await client.object<CommitStatus>({ ...request, body: { ...body, context } });
}

function refusesFourBytes(error: unknown): boolean {
	return error instanceof PlatformRequestError && /context .*(4-byte Unicode|above 0xffff)/i.test(error.vendorMessage);
}
