import type { IDataObject } from 'n8n-workflow';

import { type NetlifyEnvironmentVariable, type NetlifySite, siteName } from '../api/types';
import { contextOf, isReadable } from '../state/environment/deployContexts';
import { redacted } from './redact';

/** A variable for an item. Values are redacted unless revealed; what Netlify itself hides stays so. */
export function variableJson(site: NetlifySite, variable: NetlifyEnvironmentVariable, reveal: boolean): IDataObject {
	return {
		key: variable.key,
		site: siteName(site),
		siteId: site.id,
		isSecret: variable.is_secret === true,
		scopes: [...(variable.scopes ?? [])],
		values: (variable.values ?? []).map((value) => {
			const place = contextOf(value);
			return { ...place, value: reveal && isReadable(variable, place.context) ? (value.value ?? '') : redacted };
		}),
		updatedAt: variable.updated_at ?? null,
	};
}
