/** An answer in the form of Stripe's errors: `{"error": {type, code, message, param}}`. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly body: { error: Record<string, string> };
  /** The parameters alone are at fault: the request did not begin, its idempotency key stays free. */
  readonly isAboutParams: boolean;

  constructor(
    status: number,
    error: { type: string; message: string; code?: string; param?: string },
  ) {
    super(error.message);
    this.status = status;
    this.isAboutParams = error.code?.startsWith('parameter_') ?? false;
    const doc = error.code && {
      doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}`,
    };
    this.body = { error: { ...error, ...doc } };
  }
}

export const invalidRequest = (message: string, details: { code?: string; param?: string } = {}) =>
  new ApiError(400, { type: 'invalid_request_error', message, ...details });

export const noSuch = (what: string, id: string, param = 'id') =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });

export const internalError = () =>
  new ApiError(500, {
    type: 'api_error',
    message: 'An unknown error occurred (the fault script of the test gateway says so).',
  });

export const rateLimited = () =>
  new ApiError(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded (the fault script of the test gateway says so).',
  });
