import type { IDataObject } from 'n8n-workflow';

import type { GrafanaAnnotation } from '../api/types';

/** An annotation in our shape. */
export function annotationJson({ id, text, tags, time, timeEnd, dashboardUID }: GrafanaAnnotation): IDataObject {
	return {
		id,
		text: text ?? '',
		tags: [...(tags ?? [])],
		startedAt: iso(time),
		// Grafana ends a point where it begins.
		endedAt: timeEnd === time ? null : iso(timeEnd),
		isRegion: timeEnd !== undefined && timeEnd !== time,
		dashboard: dashboardUID ?? '',
	};
}

function iso(ms: number | undefined): string | null {
	return ms === undefined || ms === 0 ? null : new Date(ms).toISOString();
}
