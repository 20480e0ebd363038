import { SandboxHttpError } from '../kernel/platform';

/** Grafana's error answer. */
export const grafanaError = (status: number, message: string, more: Readonly<Record<string, string>> = {}) =>
	new SandboxHttpError(status, { message, ...more });

/** That of a Prometheus, which Grafana hands on as it is. */
export const prometheusError = (status: number, errorType: string, error: string) =>
	new SandboxHttpError(status, { status: 'error', errorType, error });

/** google.rpc.Status, as OTLP/HTTP answers (opentelemetry.io/docs/specs/otlp, "Failures"). */
export const otlpError = (status: number, code: number, message: string) =>
	new SandboxHttpError(status, { code, message });
