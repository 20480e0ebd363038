import type { IHookFunctions } from 'n8n-workflow';

import { ConfigurationError } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { findSite } from '../api/sites';
import type { NetlifySite } from '../api/types';
import { type DeployEvent, isDeployEvent } from './deployEvents';

/** The site that the node's field names. @throws ConfigurationError when it is empty; OperationFailure when there is none. */
export async function chosenSite(functions: IHookFunctions, client: PlatformClient): Promise<NetlifySite> {
	const value: unknown = functions.getNodeParameter('site', '', { extractValue: true });
	const entered = typeof value === 'string' ? value.trim() : '';
	if (entered !== '') return await findSite(client, entered);
	throw new ConfigurationError('Site is empty', 'Choose the site from the list, or correct its expression');
}

/** The events that the node's field names. @throws ConfigurationError when there is none, or one that Netlify does not have. */
export function chosenEvents(functions: IHookFunctions): DeployEvent[] {
	const value: unknown = functions.getNodeParameter('events', []);
	const chosen: unknown[] = Array.isArray(value) ? value : [];
	const unknown = chosen.find((event) => !isDeployEvent(event));
	if (chosen.length === 0 || unknown !== undefined) {
		throw new ConfigurationError(
			chosen.length === 0 ? 'Events is empty' : `"${String(unknown)}" is not an event of a deploy`,
			'Choose at least one under Events',
		);
	}
	return [...new Set(chosen.filter(isDeployEvent))];
}
