import { compileBodyPattern } from '../../deployment/health/bodyPattern';
import { parseExpectedStatus } from '../../deployment/health/expectedStatus';
import type { BodyExpectation, HealthExpectation, VersionSource } from '../../deployment/health/healthExpectation';
import { parseJsonPath } from '../../deployment/health/jsonPath';
import { parseJsonAsWritten, writeJson } from '../../deployment/values/json';
import { ConfigurationError } from '../operation/errors';
import type { OperationContext } from '../operation/operation';
import { collectionParameter, numberParameter, requiredText, textParameter } from '../fields/parameters';

/**
 * What a good answer is, from the node's fields. A check that was chosen but left empty is an
 * error: it would look like a check that was made.
 * @throws ConfigurationError for fields that cannot be read.
 */
export function expectationParameter(context: OperationContext): HealthExpectation {
	const statusText = requiredText(context, 'expectedStatus', 'Expected Status');
	const parsed = parseExpectedStatus(statusText);
	if (!parsed.ok) {
		throw new ConfigurationError(
			`Expected Status cannot be read: ${parsed.reason}`,
			'Enter statuses and ranges separated by commas, such as 200-299,304',
		);
	}
	const maxLatencyMs = numberParameter(context, 'maxLatencyMs', 'Max Latency (Milliseconds)', { minimum: 0 });
	return {
		statuses: parsed.ranges,
		statusText,
		body: bodyParameter(context),
		headers: headersParameter(context),
		maxLatencyMs: maxLatencyMs === 0 ? null : maxLatencyMs,
		version: versionParameter(context),
	};
}

function bodyParameter(context: OperationContext): BodyExpectation | null {
	const kind = textParameter(context, 'bodyMatch');
	switch (kind) {
		case '':
		case 'none':
			return null;
		case 'contains':
			return { kind, text: requiredText(context, 'bodyContains', 'Body Contains') };
		case 'regularExpression': {
			const text = requiredText(context, 'bodyPattern', 'Body Pattern');
			const compiled = compileBodyPattern(text);
			if (compiled.ok) return { kind: 'pattern', text, pattern: compiled.expression };
			throw new ConfigurationError(
				`Body Pattern cannot be used as a regular expression: ${compiled.reason}`,
				'Correct it; it is written without slashes',
			);
		}
		case 'jsonPathEquals': {
			const text = requiredText(context, 'bodyJsonValue', 'Body JSON Value');
			const parsed = parseJsonAsWritten(text);
			return {
				kind,
				...jsonPathParameter(context, 'bodyJsonPath', 'Body JSON Path'),
				// Numbers, switches, lists and objects in one spelling; anything else is a string as it is.
				text: parsed.ok ? (typeof parsed.value === 'string' ? parsed.value : writeJson(parsed.value)) : text,
			};
		}
		default:
			throw unknownChoice('Body Match', kind);
	}
}

function headersParameter(context: OperationContext): HealthExpectation['headers'] {
	const { header } = collectionParameter(context, 'headerMatch');
	if (!Array.isArray(header)) return [];
	return header.map((row) => {
		const entry: object = typeof row === 'object' && row !== null ? row : {};
		const name =
			'name' in entry
				? String(entry.name ?? '')
						.trim()
						.toLowerCase()
				: '';
		if (name === '') throw new ConfigurationError('A header to match has no name', 'Fill in its Name, or remove it');
		return { name, value: 'value' in entry ? String(entry.value ?? '').trim() : '' };
	});
}

function versionParameter(context: OperationContext): HealthExpectation['version'] {
	const kind = textParameter(context, 'versionMatch');
	if (kind === '' || kind === 'none') return null;
	const expected = requiredText(context, 'expectedVersion', 'Expected Version');
	return { expected, source: versionSource(context, kind) };
}

function versionSource(context: OperationContext, kind: string): VersionSource {
	if (kind === 'jsonPath') return { kind, ...jsonPathParameter(context, 'versionJsonPath', 'Version JSON Path') };
	if (kind === 'header') {
		return { kind, name: requiredText(context, 'versionHeader', 'Version Header').toLowerCase() };
	}
	throw unknownChoice('Version Match', kind);
}

function jsonPathParameter(context: OperationContext, name: string, label: string) {
	const path = requiredText(context, name, label);
	const keys = parseJsonPath(path);
	if (keys !== null) return { path, keys };
	throw new ConfigurationError(
		`${label} is not a path to one value: ${path}`,
		'Use names and numbers such as commit, build.commit or checks[0].status',
	);
}

function unknownChoice(label: string, value: string): ConfigurationError {
	return new ConfigurationError(`${label} cannot be "${value}"`, `Choose one of the values of ${label}`);
}
