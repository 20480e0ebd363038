import type { IDataObject } from 'n8n-workflow';

import { type NetlifyBuildHook, type NetlifySite, siteName } from '../api/types';
import { fingerprintOf } from '../state/buildHookFingerprint';
import { redacted } from './redact';

export function buildHookJson(site: NetlifySite, hook: NetlifyBuildHook, reveal: boolean): IDataObject {
	return {
		title: hook.title ?? '',
		branch: hook.branch ?? null,
		fingerprint: fingerprintOf(hook),
		id: reveal ? hook.id : redacted,
		url: reveal ? (hook.url ?? null) : redacted,
		site: siteName(site),
		siteId: site.id,
		createdAt: hook.created_at ?? null,
	};
}
