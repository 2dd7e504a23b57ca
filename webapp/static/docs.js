"use strict";

const place = document.getElementById("swagger-ui");

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  // Nothing goes to a validator elsewhere.
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
