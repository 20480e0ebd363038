import type { IDataObject } from 'n8n-workflow';

import type { GrafanaAlert, GrafanaSilence } from '../api/types';
import { matcherText } from '../state/silence';

/** A silence in our shape. */
export function silenceJson({
	id,
	comment,
	createdBy,
	matchers,
	startsAt,
	endsAt,
	status,
}: GrafanaSilence): IDataObject {
	return {
		id,
		state: status?.state ?? 'unknown',
		matchers: (matchers ?? []).map(matcherText),
		comment: comment ?? '',
		createdBy: createdBy ?? '',
		startsAt: startsAt ?? null,
		endsAt: endsAt ?? null,
	};
}

/** An alert in our shape. */
export function alertJson({
	fingerprint,
	labels,
	annotations,
	startsAt,
	generatorURL,
	status,
}: GrafanaAlert): IDataObject {
	return {
		id: fingerprint,
		name: labels?.alertname ?? '',
		// `active`, or `suppressed` by a silence.
		state: status?.state ?? 'unknown',
		labels: { ...labels },
		summary: annotations?.summary ?? '',
		startedAt: startsAt ?? null,
		url: generatorURL ?? '',
		silencedBy: [...(status?.silencedBy ?? [])],
	};
}
