"""The site: a Django project over the core, server-rendered, working without JavaScript."""
