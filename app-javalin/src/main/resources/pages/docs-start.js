window.addEventListener('load', function () {
  window.SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#reference',
    deepLinking: true,
    validatorUrl: null,
    displayRequestDuration: true,
    requestInterceptor: function (request) {
      request.headers['Atelier-Csrf'] = '1';
      return request;
    },
  });
});
