"""Labels of the site's buttons, forms and navigation in English; sentences about results are view's catalogue, which Django reads beside this."""
