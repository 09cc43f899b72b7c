"""Where blocks stand on sheets and what people wrote beside them: values in, values out; it opens nothing."""
