import type { IDataObject } from 'n8n-workflow';

import type { CloudApiKey, CloudNamespace, CloudOperation } from '../api/types';
import { daysUntil, operationWord, regionsOf, resourceWord } from '../state/cloudState';
import { isoTime } from '../state/routing';

export function namespaceJson(found: CloudNamespace): IDataObject {
	const { namespace = '', spec = {}, endpoints = {} } = found;
	return {
		namespace,
		name: spec.name ?? '',
		state: resourceWord(found.state),
		activeRegion: found.activeRegion ?? null,
		regions: regionsOf(found),
		retentionDays: spec.retentionDays ?? null,
		deleteProtection: spec.lifecycle?.enableDeleteProtection === true,
		resourceVersion: found.resourceVersion ?? '',
		operationId: found.asyncOperationId ?? null,
		url: endpoints.webAddress ?? null,
		grpcAddress: endpoints.grpcAddress ?? null,
		createdAt: isoTime(found.createdTime) || null,
	};
}

/** An API key with how long it is still good for; never the key itself, which nobody is told. */
export function apiKeyJson({ id = '', state, spec = {}, createdTime }: CloudApiKey, nowMs: number): IDataObject {
	const daysLeft = daysUntil(spec.expiryTime, nowMs);
	return {
		id,
		name: spec.displayName ?? '',
		ownerId: spec.ownerId ?? '',
		ownerType: (spec.ownerType ?? '').replace(/^OWNER_TYPE_/, '').toLowerCase(),
		state: resourceWord(state),
		disabled: spec.disabled === true,
		expiresAt: isoTime(spec.expiryTime) || null,
		daysLeft,
		expired: daysLeft !== null && daysLeft < 0,
		createdAt: isoTime(createdTime) || null,
	};
}

export function operationJson(operation: CloudOperation): IDataObject {
	const { id = '', operationType = '', failureReason = '' } = operation;
	return {
		operationId: id,
		operationType,
		operationState: operationWord(operation),
		failureReason,
		startedAt: isoTime(operation.startedTime) || null,
		finishedAt: isoTime(operation.finishedTime) || null,
	};
}
